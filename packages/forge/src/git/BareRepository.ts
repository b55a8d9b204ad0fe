import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { GitCommandOptions, gitText, runGit } from './gitCommand';
import { isObjectId, isRefName, isShortObjectId } from './refNames';

/** One ref and the object that it names. */
export interface Ref {
  ref: string;
  sha: string;
  type: string;
}

export const NO_OBJECT = '0'.repeat(40);

/** refs/pull is the host's own: nobody pushes there. */
const SETTINGS = `
[http]
\treceivepack = true
[receive]
\tfsckObjects = true
\thideRefs = refs/pull
[uploadpack]
\tallowAnySHA1InWant = true
\tallowFilter = true
[core]
\tlogAllRefUpdates = true
[gc]
\tauto = 0
`;

/** A bare repository on disk: its refs, and the way to run git on it. */
export class BareRepository {
  constructor(readonly directory: string) {}

  static async create(
    directory: string,
    defaultBranch: string,
  ): Promise<BareRepository> {
    await mkdir(directory, { recursive: true });
    const repository = new BareRepository(directory);
    await repository.run([
      'init',
      '--quiet',
      '--bare',
      `--initial-branch=${defaultBranch}`,
    ]);
    await appendFile(join(directory, 'config'), SETTINGS);
    return repository;
  }

  run(args: string[], options?: GitCommandOptions) {
    return runGit(this.directory, args, options);
  }

  text(args: string[], options?: GitCommandOptions) {
    return gitText(this.directory, args, options);
  }

  async refs(prefix = 'refs/'): Promise<Ref[]> {
    const listing = await this.text([
      'for-each-ref',
      '--format=%(refname)%00%(objectname)%00%(objecttype)',
      prefix,
    ]);
    return listing.split('\n').flatMap(line => {
      const [ref, sha, type] = line.split('\0');
      return ref && sha && type ? [{ ref, sha, type }] : [];
    });
  }

  /** The ref of exactly this name (`refs/heads/main`). */
  async ref(name: string): Promise<Ref | undefined> {
    if (!isRefName(name)) return undefined;
    const refs = await this.refs(name);
    return refs.find(candidate => candidate.ref === name);
  }

  async branchHead(branch: string): Promise<string | undefined> {
    return (await this.ref(`refs/heads/${branch}`))?.sha;
  }

  /** A commit by branch, tag, full ref, object id or the start of one. */
  async resolveCommit(name: string): Promise<string | undefined> {
    if (isObjectId(name)) return this.peel(name, 'commit');
    if (!isRefName(name)) return undefined;
    const candidates = name.startsWith('refs/')
      ? [name]
      : [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`];
    if (name === 'HEAD' || isShortObjectId(name)) candidates.push(name);
    for (const candidate of candidates) {
      const commit = await this.peel(candidate, 'commit');
      if (commit) return commit;
    }
    return undefined;
  }

  /** The object of that type behind a revision that was checked before. */
  async peel(
    revision: string,
    type: 'commit' | 'tree' | 'blob' | 'object',
  ): Promise<string | undefined> {
    const { exitCode, stdout } = await this.run(
      ['rev-parse', '--verify', '--quiet', `${revision}^{${type}}`],
      { answers: [1, 128] },
    );
    return exitCode === 0 ? stdout.toString('utf8').trim() : undefined;
  }

  /**
   * Moves a ref if it still is where the caller saw it. False when somebody
   * else was faster; nothing changed then.
   */
  async moveRef(
    ref: string,
    after: string,
    before: string,
    reason: string,
  ): Promise<boolean> {
    const { exitCode } = await this.run(
      ['update-ref', '-m', reason, ref, after, before],
      { answers: [1, 128] },
    );
    return exitCode === 0;
  }

  async deleteRef(ref: string, before: string): Promise<boolean> {
    const { exitCode } = await this.run(['update-ref', '-d', ref, before], {
      answers: [1, 128],
    });
    return exitCode === 0;
  }

  async isAncestor(ancestor: string, descendant: string): Promise<boolean> {
    const { exitCode } = await this.run(
      ['merge-base', '--is-ancestor', ancestor, descendant],
      { answers: [1] },
    );
    return exitCode === 0;
  }

  async mergeBase(one: string, other: string): Promise<string | undefined> {
    const { exitCode, stdout } = await this.run(['merge-base', one, other], {
      answers: [1],
    });
    return exitCode === 0 ? stdout.toString('utf8').trim() : undefined;
  }
}
