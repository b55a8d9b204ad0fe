import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { printYaml } from '@flotilla/model';
import type { RenderedPart } from '@flotilla/model';
import { kubernetesTools } from '@flotilla/testbed';

const run = promisify(execFile);

const CLUSTER = 'flotilla.dev/cluster';
const MANAGED_BY = 'app.kubernetes.io/managed-by';

/** One cluster's objects as the input of the tools that people use instead. */
export class OtherTools {
  private constructor(private readonly folder: string) {}

  static async prepare(
    cluster: string,
    parts: readonly RenderedPart[],
  ): Promise<OtherTools> {
    const folder = await mkdtemp(join(tmpdir(), 'flotilla-bench-'));
    const tools = new OtherTools(folder);
    await tools.writeKustomization(cluster, parts);
    await tools.writeChart(cluster, parts);
    return tools;
  }

  /** Milliseconds of the real `kubectl kustomize`. */
  async kustomize(): Promise<number> {
    const { kubectl } = await kubernetesTools();
    return this.time(kubectl, ['kustomize', join(this.folder, 'kustomize')]);
  }

  /** Milliseconds of the real `helm template`. */
  async helm(): Promise<number> {
    const { helm } = await kubernetesTools();
    return this.time(helm, ['template', 'bench', join(this.folder, 'chart')]);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  private async time(program: string, args: string[]): Promise<number> {
    const started = performance.now();
    const { stdout } = await run(program, args, {
      cwd: this.folder,
      env: { ...process.env, HOME: this.folder },
      maxBuffer: 256 * 1024 * 1024,
    });
    const took = performance.now() - started;
    if (stdout.length < 1000) throw new Error(`${program} printed nothing`);
    return took;
  }

  /** As people lay it out: a folder a part, and what all objects of a cluster have in common at the root. */
  private async writeKustomization(
    cluster: string,
    parts: readonly RenderedPart[],
  ): Promise<void> {
    const root = join(this.folder, 'kustomize');
    for (const { name, objects } of parts) {
      const folder = join(root, name);
      await mkdir(folder, { recursive: true });
      const text = objects.map(object => printYaml(unlabelled(object)));
      await writeFile(join(folder, 'manifests.yaml'), text.join('---\n'));
      await writeFile(
        join(folder, 'kustomization.yaml'),
        printYaml({ resources: ['manifests.yaml'] }),
      );
    }
    const kustomization = {
      resources: parts.map(({ name }) => name),
      labels: [{ pairs: { [CLUSTER]: cluster, [MANAGED_BY]: 'flotilla' } }],
    };
    await writeFile(join(root, 'kustomization.yaml'), printYaml(kustomization));
  }

  /** The same objects with the cluster's name as a value: what a chart of a whole cluster would be. */
  private async writeChart(
    cluster: string,
    parts: readonly RenderedPart[],
  ): Promise<void> {
    const folder = join(this.folder, 'chart');
    await mkdir(join(folder, 'templates'), { recursive: true });
    await writeFile(
      join(folder, 'Chart.yaml'),
      'apiVersion: v2\nname: bench\nversion: 1.0.0\n',
    );
    await writeFile(join(folder, 'values.yaml'), `cluster: ${cluster}\n`);
    for (const part of parts) {
      const text = part.text
        .replace(/\{\{/g, '{{ "{{" }}')
        .replaceAll(cluster, '{{ .Values.cluster }}');
      await writeFile(join(folder, 'templates', fileOf(part)), text);
    }
  }
}

/** An object before it is one of a cluster of the fleet. */
function unlabelled(object: RenderedPart['objects'][number]) {
  const { labels, ...metadata } = object.metadata;
  const { [CLUSTER]: _, [MANAGED_BY]: __, ...kept } = labels ?? {};
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(Object.keys(kept).length > 0 && { labels: kept }),
    },
  };
}

function fileOf({ name }: RenderedPart): string {
  return `${name.replace('/', '-')}.yaml`;
}
