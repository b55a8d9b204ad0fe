import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RenderedPart } from '@flotilla/model';
import { kubernetesTools } from '@flotilla/testbed';

const run = promisify(execFile);

/** One cluster's objects as the input of the tools that people use instead. */
export class OtherTools {
  private constructor(private readonly folder: string) {}

  static async prepare(
    cluster: string,
    parts: readonly RenderedPart[],
  ): Promise<OtherTools> {
    const folder = await mkdtemp(join(tmpdir(), 'flotilla-bench-'));
    const tools = new OtherTools(folder);
    await tools.writeKustomization(parts);
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

  private async writeKustomization(
    parts: readonly RenderedPart[],
  ): Promise<void> {
    const folder = join(this.folder, 'kustomize');
    await mkdir(folder);
    const resources = parts.map(part => fileOf(part));
    for (const part of parts) {
      await writeFile(join(folder, fileOf(part)), part.text);
    }
    await writeFile(
      join(folder, 'kustomization.yaml'),
      JSON.stringify({ resources }),
    );
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

function fileOf({ name }: RenderedPart): string {
  return `${name.replace('/', '-')}.yaml`;
}
