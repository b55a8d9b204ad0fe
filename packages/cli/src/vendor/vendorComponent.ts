import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { replacementApis } from '@flotilla/model';
import type { FleetSources } from '@flotilla/model';
import { stringify } from 'yaml';
import { WrongInput } from '../exitCodes';
import type { Terminal } from '../terminal';
import { fetchChart, folderOf } from './chart';
import { habitsOf } from './chartHabits';
import type { Habit } from './chartHabits';
import { lossesOfHabits, withoutLost } from './losses';
import type { Loss } from './losses';
import { manifestsIn } from './manifests';
import type { Manifest } from './manifests';
import { isBeside, originOf, valuesOf, wrong } from './origin';
import type { Origin } from './origin';
import { recordVendored } from './recordVendored';
import type { Vendored } from './recordVendored';
import { requireRepeatable } from './repeatable';
import { Tool } from './Tool';
import { writeManifests } from './writeManifests';

type Component = NonNullable<ReturnType<FleetSources['components']['get']>>;

/** What vendoring wrote. */
export interface VendoringResult {
  /** Relative to the repository, in order. */
  files: string[];
  objects: number;
  /** In words: `chart ingress-nginx 4.12.1`. */
  from: string;
  digest: string;
  losses: Loss[];
}

/** What a tool made of a component. */
interface Made {
  manifests: Manifest[];
  digest: string;
  habits: Habit[];
  vendoredFrom: Vendored['vendoredFrom'];
  from: string;
}

/**
 * Runs the real helm or kustomize for a component, writes what it prints as the component's manifests, and records in
 * `component.yaml` where they come from. Nothing is written unless all of it can be.
 *
 * @param root - the fleet repository
 * @param kubernetes - the version that charts are rendered for, such as `v1.36.1`
 * @throws WrongInput for what can't be vendored, with the reason
 */
export async function vendorComponent(
  terminal: Terminal,
  root: string,
  component: Component,
  kubernetes: string | undefined,
): Promise<VendoringResult> {
  const origin = originOf(component);
  const home = path.dirname(path.join(root, component.source.path));
  const work = await mkdtemp(path.join(os.tmpdir(), 'flotilla-vendor-'));
  try {
    const made =
      origin.kind === 'helm'
        ? await fromHelm(terminal, component, origin, {
            home,
            work,
            kubernetes,
          })
        : await fromKustomize(terminal, origin, home);
    requireRecordedDigest(component, origin, made.digest);
    return await write(root, component, made, kubernetes);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function fromHelm(
  terminal: Terminal,
  component: Component,
  { chart }: Extract<Origin, { kind: 'helm' }>,
  {
    home,
    work,
    kubernetes,
  }: { home: string; work: string; kubernetes?: string },
): Promise<Made> {
  const values = path.join(work, 'values.yaml');
  await writeFile(values, stringify(valuesOf(component)));
  const helm = await Tool.find('helm', terminal);
  const fetched = await fetchChart(helm, chart, home, work);
  const { name } = component.metadata;
  const template = () =>
    helm.run(
      [
        ...['template', name, fetched.place],
        ...['--namespace', component.spec.namespace ?? name],
        ...['--values', values, '--include-crds', '--skip-tests'],
        ...kubernetesOptions(kubernetes),
      ],
      work,
    );
  // First, as helm refuses an archive that would fill the disk.
  const manifests = manifestsIn(await template());
  const habits = await habitsOf(await folderOf(fetched, work));
  requireRepeatable(manifests, manifestsIn(await template()), habits);
  const { digest } = fetched;
  return {
    manifests,
    digest,
    habits,
    vendoredFrom: {
      helm: { ...chart, digest, ...(kubernetes && { kubernetes }) },
    },
    from: `chart ${chart.chart} ${chart.version}`,
  };
}

/** Helm without a cluster knows neither its version nor most of its APIs. */
function kubernetesOptions(version: string | undefined): string[] {
  if (version === undefined) return [];
  const apis = replacementApis(version).join(',');
  return ['--kube-version', version, '--api-versions', apis];
}

async function fromKustomize(
  terminal: Terminal,
  { url }: Extract<Origin, { kind: 'kustomize' }>,
  home: string,
): Promise<Made> {
  const kustomize = await Tool.find('kustomize', terminal);
  if (url.startsWith('.') && !isBeside(url)) {
    throw new WrongInput(`${url} isn't a folder beside component.yaml`);
  }
  const build = () => kustomize.run(['build', url], home);
  const output = await build();
  const manifests = manifestsIn(output);
  requireRepeatable(manifests, manifestsIn(await build()), []);
  const digest = `sha256:${createHash('sha256').update(output).digest('hex')}`;
  return {
    manifests,
    digest,
    habits: [],
    vendoredFrom: { kustomize: { url, digest } },
    from: `kustomization ${url}`,
  };
}

/** A version that was published again with other content isn't taken silently. A folder beside the file is the author's own. */
function requireRecordedDigest(
  component: Component,
  origin: Origin,
  digest: string,
): void {
  const { recordedDigest: recorded } = origin;
  const place = origin.kind === 'helm' ? origin.chart.repository : origin.url;
  if (!recorded || recorded === digest || isBeside(place)) return;
  throw wrong(
    component,
    `/spec/vendoredFrom/${origin.kind}/digest`,
    `this isn't what was vendored before: ${digest} now`,
    'Somebody published the version again. Remove the digest here if that is meant.',
  );
}

async function write(
  root: string,
  component: Component,
  { manifests, digest, habits, vendoredFrom, from }: Made,
  kubernetes: string | undefined,
): Promise<VendoringResult> {
  const { kept, losses } = withoutLost(manifests);
  if (kept.length === 0) {
    throw new WrongInput(`${from} renders no object that could be vendored`);
  }
  const { path: file } = component.source;
  const place = path.join(root, file);
  const folder = component.spec.source.manifests?.path ?? 'manifests/';
  const { expressions } = component.spec.source.manifests ?? {};
  if (expressions) {
    throw wrong(
      component,
      '/spec/source/manifests/expressions',
      'vendored manifests may hold ${…} of their own',
      'Remove expressions, and set what differs by patches.',
    );
  }
  const text = recordVendored(file, await readFile(place, 'utf8'), {
    source: { manifests: { path: folder } },
    vendoredFrom,
  });
  const header = `# Vendored from ${from}. Don't edit: the next vendoring overwrites it. Patches in component.yaml change it.\n`;
  const home = path.dirname(file);
  const written = await writeManifests(
    path.join(root, home),
    folder,
    header,
    kept,
  );
  await writeFile(place, text);
  return {
    files: written.map(name => path.posix.join(home, folder, name)),
    objects: kept.reduce((sum, { objects }) => sum + objects.length, 0),
    from,
    digest,
    losses: [...losses, ...lossesOfHabits(habits, kubernetes)],
  };
}
