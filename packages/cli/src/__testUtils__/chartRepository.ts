import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Files of a chart by their path in it; `Chart.yaml` is written here. */
export type ChartFiles = Record<string, string>;

/** Writes a chart as its author would. */
export async function writeChart(
  folder: string,
  name: string,
  version: string,
  files: ChartFiles,
): Promise<void> {
  const all = {
    'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${version}\n`,
    ...files,
  };
  for (const [file, text] of Object.entries(all)) {
    const place = path.join(folder, file);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, text);
  }
}

/** A chart repository as people run them: packages and an index behind plain HTTP, on this machine only. */
export class ChartRepository {
  readonly #server = createServer((request, response) => {
    readFile(path.join(this.folder, path.basename(request.url ?? ''))).then(
      content => response.end(content),
      () => response.writeHead(404).end(),
    );
  });

  private constructor(
    private readonly helm: string,
    private readonly folder: string,
  ) {}

  static async start(helm: string, folder: string): Promise<ChartRepository> {
    await mkdir(folder, { recursive: true });
    const repository = new ChartRepository(helm, folder);
    await new Promise<void>(resolve =>
      repository.#server.listen(0, '127.0.0.1', resolve),
    );
    return repository;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Packages a chart and puts it into the index, over one of the same version. */
  async publish(chart: string): Promise<void> {
    await run(this.helm, ['package', chart, '--destination', this.folder]);
    await run(this.helm, ['repo', 'index', this.folder]);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }
}
