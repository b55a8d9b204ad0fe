import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createServer, Server } from 'node:http';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Bytes; a fleet's archive is a few megabytes. */
const LARGEST = 512 * 1024 * 1024;

/** One revision of the repository, as it can be fetched. */
export interface Artifact {
  /** `main@sha1:<commit>`. */
  revision: string;
  /** Of the archive. */
  digest: string;
  path: string;
  url: string;
  /** In bytes. */
  size: number;
}

/** A Git repository whose commits are served as archives, as Flux's controllers fetch them. */
export class ArtifactStore {
  readonly #archives = new Map<string, Buffer>();
  readonly #server: Server;
  #running: Promise<unknown> = Promise.resolve();

  private constructor(readonly mirror: string, readonly repository: string) {
    this.#server = createServer((request, response) => {
      const archive = this.#archives.get(request.url ?? '');
      response.writeHead(archive ? 200 : 404).end(archive);
    });
  }

  /** @param folder - where the mirror is kept */
  static async open(
    folder: string,
    repository: string,
  ): Promise<ArtifactStore> {
    const mirror = join(folder, 'mirror.git');
    await mkdir(mirror);
    const store = new ArtifactStore(mirror, repository);
    await store.#git(['init', '--bare', '--quiet']);
    await new Promise<void>((resolve, reject) => {
      store.#server.once('error', reject);
      store.#server.listen(0, '127.0.0.1', resolve);
    });
    return store;
  }

  /**
   * @param branch - of the repository
   * @throws Error with git's own message where the repository or its branch can't be fetched
   */
  async fetch(branch: string): Promise<Artifact> {
    const ref = `refs/heads/${branch}`;
    await this.#git(['fetch', '--quiet', this.repository, `+${ref}:${ref}`]);
    const commit = (await this.#git(['rev-parse', ref])).toString().trim();
    const path = `/gitrepository/${commit}.tar.gz`;
    const archive =
      this.#archives.get(path) ??
      (await this.#git(['archive', '--format=tar.gz', commit]));
    this.#archives.set(path, archive);
    const sum = createHash('sha256').update(archive).digest('hex');
    return {
      revision: `${branch}@sha1:${commit}`,
      digest: `sha256:${sum}`,
      path: path.slice(1),
      url: `${this.#url}${path}`,
      size: archive.length,
    };
  }

  async close(): Promise<void> {
    await this.#running;
    this.#server.closeAllConnections();
    await new Promise(done => this.#server.close(done));
  }

  get #url(): string {
    const address = this.#server.address();
    const port = address && typeof address === 'object' ? address.port : 0;
    return `http://127.0.0.1:${port}`;
  }

  #git(args: readonly string[]): Promise<Buffer> {
    const foreground = ['-c', 'gc.auto=0', '-c', 'maintenance.auto=false'];
    const running = run('git', [...foreground, ...args], {
      cwd: this.mirror,
      encoding: 'buffer',
      maxBuffer: LARGEST,
      env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
    });
    this.#running = running.catch(() => undefined);
    return running.then(({ stdout }) => stdout);
  }
}
