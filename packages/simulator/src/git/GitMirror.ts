import { execFile, spawn } from 'node:child_process';
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface GitMirrorOptions {
  url: string;
  /** Password for HTTP. */
  token?: string;
  /** Where the bare mirror is kept; a temporary folder otherwise. */
  directory?: string;
}

/** One file of a commit. */
export interface GitFile {
  path: string;
  /** Names the content. */
  blob: string;
  text: string;
}

/** A bare mirror of the fleet repository that all simulated clusters share. */
export class GitMirror {
  readonly #trees = new Map<string, Map<string, string>>();
  readonly #texts = new Map<string, string>();
  /** What refs pointed to at the last fetch. */
  readonly #refs = new Map<string, string | undefined>();
  readonly #running = new Set<Promise<unknown>>();
  #directory: string | undefined;
  #temporary: string | undefined;

  constructor(readonly options: GitMirrorOptions) {}

  /**
   * Fetches all branches and tags.
   *
   * @throws Error with git's own message when the repository can't be reached
   */
  async fetch(): Promise<void> {
    const directory = await this.#open();
    await this.#git(directory, [
      'fetch',
      '--quiet',
      '--prune',
      this.options.url,
      '+refs/heads/*:refs/heads/*',
      '+refs/tags/*:refs/tags/*',
    ]);
    this.#refs.clear();
  }

  /** The commit that a ref points to; undefined where there's no such ref. */
  async resolve(ref: string): Promise<string | undefined> {
    if (this.#refs.has(ref)) return this.#refs.get(ref);
    const commit = await this.#revParse(ref);
    this.#refs.set(ref, commit);
    return commit;
  }

  async #revParse(ref: string): Promise<string | undefined> {
    const directory = await this.#open();
    try {
      const { stdout } = await this.#git(directory, [
        'rev-parse',
        '--verify',
        '--quiet',
        `${ref}^{commit}`,
      ]);
      return stdout.trim();
    } catch {
      return undefined;
    }
  }

  /** The files of a commit below a folder, sorted by path. */
  async files(commit: string, folder: string): Promise<GitFile[]> {
    const directory = await this.#open();
    const tree = await this.#tree(directory, commit);
    const prefix = folder === '' ? '' : `${folder}/`;
    const found = [...tree].filter(([path]) => path.startsWith(prefix));
    if (found.some(([, blob]) => !this.#texts.has(blob))) {
      await this.#read(directory, neighbours(tree, folder));
    }
    return found.map(([path, blob]) => ({
      path,
      blob,
      text: this.#texts.get(blob) ?? '',
    }));
  }

  /** Waits for git, which would write into a folder that is being removed. */
  async close(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
    if (this.#temporary)
      await rm(this.#temporary, { recursive: true, force: true });
  }

  async #open(): Promise<string> {
    if (this.#directory) return this.#directory;
    if (!this.options.directory)
      this.#temporary = await mkdtemp(join(tmpdir(), 'simulator-git-'));
    const directory = this.options.directory ?? this.#temporary ?? '';
    await mkdir(directory, { recursive: true });
    await this.#whileOpen(run('git', ['init', '--bare', '--quiet', directory]));
    this.#directory = directory;
    return directory;
  }

  /** Paths and blobs of a commit; only the newest few are kept. */
  async #tree(directory: string, commit: string): Promise<Map<string, string>> {
    const known = this.#trees.get(commit);
    if (known) return known;
    const { stdout } = await this.#git(directory, [
      'ls-tree',
      '-r',
      '-z',
      commit,
    ]);
    const tree = new Map<string, string>();
    for (const line of stdout.split('\0')) {
      const match = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(line);
      if (match) tree.set(match[2], match[1]);
    }
    this.#trees.set(commit, tree);
    const [oldest] = this.#trees.keys();
    if (this.#trees.size > 4 && oldest !== undefined)
      this.#trees.delete(oldest);
    return tree;
  }

  async #read(directory: string, blobs: string[]): Promise<void> {
    const missing = [...new Set(blobs)].filter(blob => !this.#texts.has(blob));
    if (missing.length === 0) return;
    const contents = await this.#whileOpen(readBlobs(directory, missing));
    contents.forEach((text, index) => this.#texts.set(missing[index], text));
  }

  #git(directory: string, args: string[]): Promise<{ stdout: string }> {
    // In the background, housekeeping would outlive the command.
    const inFront = [
      '-c',
      'gc.autoDetach=false',
      '-c',
      'maintenance.autoDetach=false',
    ];
    return this.#whileOpen(
      run('git', [...inFront, '--git-dir', directory, ...args], {
        env: {
          ...process.env,
          ...this.#credentials(),
          GIT_TERMINAL_PROMPT: '0',
        },
        maxBuffer: 64 * 1024 * 1024,
        timeout: 30_000,
      }),
    );
  }

  #whileOpen<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    const ended = () => this.#running.delete(work);
    work.then(ended, ended);
    return work;
  }

  /** By environment, as arguments are visible to every user of the machine. */
  #credentials(): NodeJS.ProcessEnv {
    const { token } = this.options;
    if (!token) return {};
    const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
    return {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'http.extraHeader',
      GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
    };
  }
}

/** The blobs of one cluster's folder: the next question is about its next part, and processes are dear. */
function neighbours(tree: Map<string, string>, folder: string): string[] {
  const prefix = folder.split('/').slice(0, 2).join('/');
  return [...tree]
    .filter(([path]) => path.startsWith(prefix))
    .map(([, blob]) => blob);
}

/** Reads many blobs in one `git cat-file --batch`. */
async function readBlobs(
  directory: string,
  blobs: string[],
): Promise<string[]> {
  const child = spawn('git', ['--git-dir', directory, 'cat-file', '--batch'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.stdout.on('end', () => resolve());
  });
  child.stdin.end(`${blobs.join('\n')}\n`);
  await ended;
  return splitBatch(Buffer.concat(chunks), blobs.length);
}

/** The batch format: `<oid> blob <size>\n<content>\n`. */
function splitBatch(output: Buffer, count: number): string[] {
  const contents: string[] = [];
  let at = 0;
  while (contents.length < count) {
    const end = output.indexOf(0x0a, at);
    if (end < 0) throw new Error('git cat-file ended early');
    const size = Number(output.toString('utf8', at, end).split(' ')[2]);
    contents.push(output.toString('utf8', end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  return contents;
}
