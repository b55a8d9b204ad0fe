import { NotFoundError } from '@backstage/errors';
import { MirrorDamaged } from './errors';
import {
  branchArgument,
  commitArgument,
  pathArgument,
  pullRequestArgument,
  remoteArgument,
} from './git/arguments';
import { CommitInfo, readCommit } from './git/commits';
import { Git, GitRemote } from './git/Git';
import { MirrorDirectory } from './git/MirrorDirectory';
import { listTree } from './git/trees';
import { readTree } from './readTree';
import { RepositoryFiles } from './RepositoryFiles';

/**
 * Where a fleet repository is, and where its mirror is kept.
 *
 * @public
 */
export interface FleetMirrorOptions {
  /** Clone address: https, http, ssh, file or a path; without credentials in it. */
  url: string;
  branch: string;
  /** The mirror's own directory; made when absent. One mirror a directory. */
  directory: string;
  /** The token for this fetch, asked for each time; without one the fetch is anonymous. */
  token?: () => string | undefined | Promise<string | undefined>;
  /** Seconds that one fetch may take. Default 300. */
  fetchTimeout?: number;
}

/**
 * A pull request's commits, as fetched into the mirror.
 *
 * @public
 */
export interface FetchedPullRequest {
  head: string;
  /** The newest commit that the pull request shares with the fleet's branch. */
  mergeBase: string;
}

/**
 * A bare mirror of a fleet repository that is kept current by incremental fetches. Reading never talks to the
 * Git host: when that is down, all that was fetched before stays readable.
 *
 * @public
 */
export class FleetMirror {
  private readonly url: string;
  private readonly branch: string;
  private readonly directory: MirrorDirectory;
  private running: Promise<unknown> = Promise.resolve();
  private waiting: Promise<{ commit: string; changed: boolean }> | undefined;

  constructor(private readonly options: FleetMirrorOptions) {
    this.url = remoteArgument(options.url);
    this.branch = branchArgument(options.branch);
    this.directory = new MirrorDirectory(options.directory);
  }

  /**
   * Brings the mirror to what the host has now. One fetch runs at a time; all callers that come meanwhile share
   * the next one, so that each sees at least what was there when it called.
   *
   * @throws RepositoryUnreachable when the host can't be reached, RepositoryRefused when it refuses the token,
   * NotFoundError when the repository or the branch isn't there
   */
  fetch(): Promise<{ commit: string; changed: boolean }> {
    this.waiting ??= this.queue(() => {
      this.waiting = undefined;
      return this.fetchBranch();
    });
    return this.waiting;
  }

  /** The newest commit of the fleet's branch that was fetched; undefined before the first fetch. */
  async head(): Promise<string | undefined> {
    if (!(await this.directory.exists())) {
      return undefined;
    }
    const output = await this.git()
      .text({
        args: ['rev-parse', '--quiet', '--verify', `refs/heads/${this.branch}`],
      })
      .catch(() => '');
    return output.trim() || undefined;
  }

  /**
   * All text files of a commit, with problems for what isn't text.
   *
   * @param include - which paths to read; all by default
   * @throws NotFoundError when the mirror doesn't hold the commit
   */
  async files(
    commit: string,
    include: (path: string) => boolean = () => true,
  ): Promise<RepositoryFiles> {
    const revision = commitArgument(commit);
    return this.reading(git => readTree(git, revision, include));
  }

  /** One file as text; undefined when the commit has no such file. */
  async text(commit: string, path: string): Promise<string | undefined> {
    return (await this.blob(commit, path))?.toString('utf8');
  }

  /**
   * The committed bytes of one file.
   *
   * @throws NotFoundError when the commit has no such file
   */
  async part(commit: string, path: string): Promise<Buffer> {
    const content = await this.blob(commit, path);
    if (!content) {
      throw new NotFoundError(
        `${path} is not in commit ${commit.slice(0, 10)}`,
      );
    }
    return content;
  }

  /** Paths that differ between two commits; a renamed file is two paths. */
  async changedPaths(from: string, to: string): Promise<string[]> {
    const revisions = [commitArgument(from), commitArgument(to)];
    const output = await this.reading(git =>
      git.text({
        args: [
          'diff-tree',
          '-r',
          '-z',
          '--name-only',
          '--no-renames',
          ...revisions,
          '--',
        ],
      }),
    );
    return output.split('\0').filter(Boolean);
  }

  async commitInfo(commit: string): Promise<CommitInfo> {
    const revision = commitArgument(commit);
    return this.reading(git => readCommit(git, revision));
  }

  /** Whether a commit's history holds another one; false too when the mirror doesn't know either of them. */
  async contains(commit: string, ancestor: string): Promise<boolean> {
    const [newer, older] = [commitArgument(commit), commitArgument(ancestor)];
    // Counting what the older one has over the newer tells "no" apart from "unknown" without an exit code.
    const missing = await this.reading(git =>
      git.text({
        args: ['rev-list', '--max-count=1', older, `^${newer}`, '--'],
      }),
    ).catch(error => {
      if (error instanceof NotFoundError) {
        return error.message;
      }
      throw error;
    });
    return missing === '';
  }

  /** Brings the commits of a pull request into the mirror, so that the same methods read them. */
  fetchPullRequest(number: number): Promise<FetchedPullRequest> {
    const ref = `refs/flotilla/pull/${pullRequestArgument(number)}`;
    return this.queue(async () => {
      await this.directory.prepare();
      await this.fetchRefs(this.git(), `+refs/pull/${number}/head:${ref}`);
      const head = (
        await this.git().text({ args: ['rev-parse', '--verify', ref] })
      ).trim();
      const base = await this.git().text({
        args: ['merge-base', head, `refs/heads/${this.branch}`],
      });
      return { head, mergeBase: base.trim() };
    });
  }

  private async blob(
    commit: string,
    path: string,
  ): Promise<Buffer | undefined> {
    const [revision, file] = [commitArgument(commit), pathArgument(path)];
    return this.reading(async git => {
      const entry = (await listTree(git, revision, file)).find(
        found => found.path === file,
      );
      if (entry?.kind !== 'file') {
        return undefined;
      }
      return git.bytes({ args: ['cat-file', 'blob', entry.oid] });
    });
  }

  private async fetchBranch() {
    const before = await this.head();
    await this.directory.prepare();
    const refspec = `+refs/heads/${this.branch}:refs/heads/${this.branch}`;
    try {
      await this.fetchRefs(this.git(), refspec);
    } catch (error) {
      if (!(error instanceof MirrorDamaged)) {
        throw error;
      }
      await this.cloneAnew(refspec);
    }
    const commit = await this.head();
    if (!commit) {
      throw new MirrorDamaged(
        `The mirror of ${this.url} has no branch ${this.branch} after a fetch`,
      );
    }
    return { commit, changed: commit !== before };
  }

  /** The broken mirror stays in place until its replacement is whole: part of what was known is better than none. */
  private async cloneAnew(refspec: string) {
    await this.directory.replace(async replacement => {
      await this.fetchRefs(new Git(replacement), refspec);
    });
  }

  private async fetchRefs(git: Git, refspec: string) {
    const remote = await this.remote();
    await git.stream(
      {
        args: [
          'fetch',
          '--quiet',
          '--no-tags',
          '--no-write-fetch-head',
          '--no-recurse-submodules',
          '--',
          this.url,
          refspec,
        ],
        remote,
        timeout: (this.options.fetchTimeout ?? 300) * 1000,
      },
      () => undefined,
    );
  }

  private async remote(): Promise<GitRemote> {
    const token = /^https?:/.test(this.url)
      ? await this.options.token?.()
      : undefined;
    return {
      url: this.url,
      credential: token ? { url: this.url, token } : undefined,
    };
  }

  /** A damaged mirror mends itself while it is read: once, and then what is wrong is told. */
  private async reading<T>(read: (git: Git) => Promise<T>): Promise<T> {
    if (!(await this.directory.exists())) {
      throw new NotFoundError(`${this.url} has not been fetched yet`);
    }
    try {
      return await read(this.git());
    } catch (error) {
      if (!(error instanceof MirrorDamaged)) {
        throw error;
      }
      await this.queue(() =>
        this.cloneAnew(`+refs/heads/${this.branch}:refs/heads/${this.branch}`),
      );
      return read(this.git());
    }
  }

  private queue<T>(task: () => Promise<T>): Promise<T> {
    const result = this.running.then(task);
    this.running = result.catch(() => undefined);
    return result;
  }

  private git(): Git {
    return new Git(this.directory.path);
  }
}
