import type { FleetSources } from '@flotilla/model';
import type { Command } from 'commander';
import { ExitCode, WrongInput } from '../exitCodes';
import type { CommandContext } from './CommandContext';
import { outputOption, serialise } from '../output/format';
import type { OutputFormat } from '../output/format';
import { count } from '../output/problems';
import { directoryOption } from '../repository/findFleet';
import { openFleet, wrongFiles } from '../repository/openFleet';
import type { Terminal } from '../terminal';
import { vendorComponent } from '../vendor/vendorComponent';
import type { VendoringResult } from '../vendor/vendorComponent';

interface VendorOptions {
  directory?: string;
  kubeVersion?: string;
  output: OutputFormat;
}

/** `flotilla component vendor`: the real helm or kustomize writes a component's manifests. */
export function addComponentCommand(
  program: Command,
  { terminal, run }: CommandContext,
): void {
  program
    .command('component')
    .description('work on components')
    .command('vendor')
    .argument('<component>', 'name and version, such as ingress-nginx@4.12.1')
    .description('write what its chart or kustomization renders to manifests/')
    .option(
      '--kube-version <version>',
      'render for this Kubernetes (default: as last time, or the newest of the providers)',
    )
    .addOption(directoryOption())
    .addOption(outputOption())
    .action((component: string, options: VendorOptions) =>
      run(() => vendor(terminal, component, options)),
    );
}

async function vendor(
  terminal: Terminal,
  wanted: string,
  { directory, kubeVersion, output }: VendorOptions,
): Promise<ExitCode> {
  const { root, fleet, problems } = await openFleet(terminal, directory);
  if (!fleet) throw wrongFiles(problems, terminal);
  const key = wanted.replace('@', '/');
  const component = fleet.components.get(key);
  if (!component) {
    const file = `components/${key}/component.yaml`;
    const own = problems.filter(problem => problem.path === file);
    throw own.length > 0
      ? wrongFiles(own, terminal)
      : unknownComponent(fleet, wanted);
  }
  const kubernetes =
    kubeVersion ??
    component.spec.vendoredFrom?.helm?.kubernetes ??
    newestKubernetes(fleet);
  const result = await vendorComponent(terminal, root, component, kubernetes);
  terminal.out(
    output === 'table' ? textOf(result) : serialise({ ...result }, output),
  );
  return ExitCode.Fine;
}

function unknownComponent(fleet: FleetSources, wanted: string): WrongInput {
  const known = [...fleet.components.keys()]
    .map(key => key.replace('/', '@'))
    .sort();
  const versions = known.filter(key => key.startsWith(`${wanted}@`));
  if (versions.length > 0) {
    return new WrongInput(
      `which version of ${wanted}?\n  Write ${versions.join(' or ')}.`,
    );
  }
  return new WrongInput(
    `there is no component ${wanted}\n  There are: ${known.join(', ')}.`,
  );
}

/** The newest Kubernetes that a provider of the fleet has. */
function newestKubernetes(fleet: FleetSources): string | undefined {
  return [...fleet.providers.values()]
    .flatMap(({ spec }) => Object.values(spec.kubernetesVersions ?? {}))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1);
}

function textOf({
  from,
  digest,
  files,
  objects,
  losses,
}: VendoringResult): string {
  const lines = [
    `${from}, ${digest}`,
    `${count(objects, 'object')} in ${count(files.length, 'file')}:`,
    ...files.map(file => `  ${file}`),
  ];
  if (losses.length > 0) {
    lines.push('', 'What vendoring loses:');
    lines.push(...losses.map(({ what, message }) => `  ${what}  ${message}`));
  }
  lines.push(
    '',
    'Values of models and clusters reach these manifests by patches in component.yaml. Look at the change, then run flotilla render.',
  );
  return `${lines.join('\n')}\n`;
}
