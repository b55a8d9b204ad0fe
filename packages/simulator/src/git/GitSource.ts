import { GitFile, GitMirror } from './GitMirror';

/** What the last look at the repository gave. */
export type SourceState = { ok: true } | { ok: false; message: string };

/** The fleet repository as the engines of all clusters see it: one fetch serves them all. */
export class GitSource {
  readonly #listeners = new Set<() => void>();
  #state: SourceState | undefined;
  #fetching: Promise<void> | undefined;
  #heads = '';

  constructor(readonly mirror: GitMirror, readonly branch: string) {}

  /** Undefined before the first fetch. */
  get state(): SourceState | undefined {
    return this.#state;
  }

  /** Fetches; tells the listeners when a branch moved, or when the repository came or went. */
  fetch(): Promise<void> {
    this.#fetching ??= this.#fetchOnce().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  resolve(ref: string): Promise<string | undefined> {
    return this.mirror.resolve(ref);
  }

  files(commit: string, folder: string): Promise<GitFile[]> {
    return this.mirror.files(commit, folder);
  }

  async #fetchOnce(): Promise<void> {
    const before = `${JSON.stringify(this.#state)} ${this.#heads}`;
    try {
      await this.mirror.fetch();
      this.#heads =
        (await this.mirror.resolve(`refs/heads/${this.branch}`)) ?? '';
      this.#state = { ok: true };
    } catch (error) {
      this.#state = { ok: false, message: gitMessage(error) };
    }
    if (before !== `${JSON.stringify(this.#state)} ${this.#heads}`) {
      for (const listener of this.#listeners) listener();
    }
  }
}

/** git's own complaint, without the command line around it. */
function gitMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const fatal = text.split('\n').find(line => /^(fatal|error):/.test(line));
  return (fatal ?? text.split('\n')[0]).trim();
}
