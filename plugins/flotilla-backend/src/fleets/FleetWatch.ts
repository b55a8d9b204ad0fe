import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Fleet } from '@flotilla/backstage-plugin-flotilla-common';
import {
  FleetFiles,
  FleetRender,
  formatProblem,
  Problem,
  renderAgainInSteps,
  renderAllInSteps,
} from '@flotilla/model';
import type { FleetMirror } from '@flotilla/repository';
import type { FleetRepository, FollowedFleet } from './FollowedFleet';
import { inSteps } from './inSteps';
import { readClusters } from './readFleet';

/** Told after each new commit that could be read. */
export type FleetListener = (
  fleet: FollowedFleet,
  before: FollowedFleet | undefined,
) => Promise<void>;

export interface FleetWatchOptions {
  /** As configured: then fleet.yaml must say the same. */
  name?: string;
  repository: FleetRepository;
  mirror: FleetMirror;
  logger: LoggerService;
  onChange: FleetListener;
}

/**
 * Follows one fleet repository. A commit that can't be fetched or read leaves the last readable one
 * in place, and is told in the status.
 */
export class FleetWatch {
  private current: FollowedFleet | undefined;
  /** The commit last looked at, readable or not. */
  private seen: string | undefined;
  private fetchedAt: string | undefined;
  private fetchError: string | undefined;
  private readError: string | undefined;
  private problems: readonly Problem[] = [];
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: FleetWatchOptions) {}

  get fleet(): FollowedFleet | undefined {
    return this.current;
  }

  /** The name in fleet.yaml; before that could be read, the configured one or the repository's. */
  get name(): string {
    return (
      this.current?.name ?? this.options.name ?? this.options.repository.repo
    );
  }

  isOn(pushed: { host: string; fullName: string; branch: string }): boolean {
    const { url, owner, repo, branch } = this.options.repository;
    return (
      new URL(url).host === pushed.host &&
      `${owner}/${repo}` === pushed.fullName &&
      branch === pushed.branch
    );
  }

  status(): Fleet {
    const { url, branch } = this.options.repository;
    const { current } = this;
    const error = this.fetchError ?? this.readError;
    const stale = [...(current?.clusters.values() ?? [])]
      .filter(cluster => cluster.stale)
      .map(cluster => cluster.name);
    return {
      name: this.name,
      owner: current?.owner ?? '',
      repositoryUrl: url,
      branch,
      ...(current
        ? { commit: current.commit, committedAt: current.committedAt }
        : {}),
      ...(this.fetchedAt ? { fetchedAt: this.fetchedAt } : {}),
      ...(error ? { error } : {}),
      problems: allProblems(this.problems, current),
      staleClusters: stale.sort(),
    };
  }

  /** Reads what an earlier run has left on disk, so that a restart needs no Git host. */
  async restore(): Promise<void> {
    const commit = await this.options.mirror.head();
    if (commit) {
      await this.inTurn(() => this.read(commit));
    }
  }

  /** Fetches, and reads the commit when it is another one. Never throws: failures are in the status. */
  follow(): Promise<void> {
    return this.inTurn(async () => {
      try {
        const { commit } = await this.options.mirror.fetch();
        this.fetchedAt = new Date().toISOString();
        this.fetchError = undefined;
        await this.read(commit);
      } catch (error) {
        this.fetchError = `The repository can't be fetched: ${messageOf(
          error,
        )}`;
        this.options.logger.warn(
          `Fleet ${this.name} stays at ${
            this.current?.commit ?? 'no commit'
          }. ${this.fetchError}`,
        );
      }
    });
  }

  private inTurn(task: () => Promise<void>): Promise<void> {
    this.running = this.running.then(task, task);
    return this.running;
  }

  private async read(commit: string): Promise<void> {
    if (commit === this.seen) {
      return;
    }
    const before = this.current;
    try {
      const fleet = await this.load(commit);
      if (fleet) {
        this.current = fleet;
        await this.options.onChange(fleet, before);
      }
      // Only now: what a listener couldn't take in is tried again at the next fetch.
      this.seen = commit;
    } catch (error) {
      this.readError = `Commit ${commit.slice(0, 7)} can't be read: ${messageOf(
        error,
      )}`;
      this.options.logger.error(`Fleet ${this.name}: ${this.readError}`);
    }
  }

  private async load(commit: string): Promise<FollowedFleet | undefined> {
    const { mirror, repository } = this.options;
    const read = await mirror.files(commit);
    const changedPaths =
      this.current && (await mirror.changedPaths(this.current.commit, commit));
    const render = await this.render(read, changedPaths);
    const { fleet: sources, files } = render;
    this.problems = [
      ...read.problems,
      ...(sources?.problems ?? render.problems),
    ];
    const name = sources?.fleet.metadata.name;
    this.readError = this.whyNot(commit, name);
    if (!sources || !name || this.readError) {
      return undefined;
    }
    const clusters = await readClusters(
      sources,
      render,
      this.current &&
        changedPaths && {
          clusters: this.current.clusters,
          render: this.current.render,
          changedPaths,
        },
    );
    const info = await mirror.commitInfo(commit);
    return {
      name,
      owner: sources.fleet.spec.owner,
      repository,
      mirror,
      commit,
      committedAt: info.committer.date,
      files,
      refused: read.problems,
      render,
      sources,
      clusters,
    };
  }

  /** From the commit before, where there is one: a merge seldom reaches more than a few clusters. */
  private render(
    files: FleetFiles,
    changedPaths: readonly string[] | undefined,
  ): Promise<FleetRender> {
    if (!this.current || !changedPaths) {
      return inSteps(renderAllInSteps(files));
    }
    const edits = changedPaths.map(
      path => [path, files.get(path) ?? null] as const,
    );
    return inSteps(renderAgainInSteps(this.current.render, new Map(edits)));
  }

  private whyNot(commit: string, name: string | undefined): string | undefined {
    if (!name) {
      const [first] = this.problems.filter(p => p.path === 'fleet.yaml');
      return `Commit ${commit.slice(0, 7)} has no readable fleet.yaml${
        first ? `: ${formatProblem(first)}` : ''
      }`;
    }
    const { name: configured } = this.options;
    return configured && configured !== name
      ? `fleet.yaml names the fleet "${name}", flotilla.fleets in the portal's configuration "${configured}"`
      : undefined;
  }
}

/** Those of reading, and those that composing each cluster found besides. */
function allProblems(
  read: readonly Problem[],
  fleet: FollowedFleet | undefined,
): Problem[] {
  const all = [
    ...read,
    ...[...(fleet?.clusters.values() ?? [])].flatMap(
      cluster => cluster.problems,
    ),
  ];
  return [...new Map(all.map(p => [formatProblem(p), p])).values()];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
