import { Hmac, KubeObject, objectRef } from '@flotilla/drift';
import { AUTOSCALERS, Assessment, Assessor } from './assess/Assessor';
import { ClusterFacts } from './assess/ClusterFacts';
import { Corrected } from './assess/Corrected';
import { Foreign } from './assess/Foreign';
import { Contents } from './assess/Contents';
import { DesiredState } from './desired/DesiredState';
import { isHelmRelease } from './desired/helmRelease';
import { HelmReleases } from './desired/HelmReleases';
import { watchlistOf } from './desired/watchlist';
import { DryRunGuard } from './dryRun/DryRunGuard';
import { DryRuns } from './dryRun/DryRuns';
import { TryingApi } from './dryRun/TryingApi';
import { EngineReading } from './engine/Engine';
import { engineOf } from './engine/engines';
import { commitOf, keepVerdict } from './engine/fluxStatus';
import { KubeConnection } from './kube/KubeConnection';
import { Kind } from './kube/kubeObject';
import { Observer, ObserverOptions } from './kube/Observer';
import { Chore } from './timing/Chore';
import { UNHEARD } from './timing/Telemetry';

export interface ClusterWatchOptions extends ObserverOptions {
  cluster: string;
  desired: DesiredState;
  corrected: Corrected;
  hmac?: Hmac;
  /** The agent may ask the API server what it would change, where Git lets it. */
  trying?: {
    /** The agent's own; undefined where it has no account that a policy could bind. */
    namespace?: string;
  };
  /** Something may have changed that a report tells. */
  onChange(): void;
}

/** Who applies what Git says, to the API server. */
const ENGINES = {
  Flux: 'kustomize-controller',
  ArgoCD: 'argocd-controller',
} as const;
const HELM = 'helm-controller';
/** Between two reads of what isn't watched. */
const UNWATCHED_MILLISECONDS = 60_000;
/** The least between two looks for what Git doesn't know: an engine may be about to take it away. */
const LOOK_MILLISECONDS = 1_000;

/** What a report is made of. */
export interface Seen {
  contents: Contents;
  /** When time alone will change that, in milliseconds since 1970. */
  recheckAt?: number;
  /** All that differs has been watched for long enough to be told, or to be left out. */
  isDecided: boolean;
}

/** Watches what is desired of a cluster and what its engine does. It goes on whether or not there is a hub. */
export class ClusterWatch {
  readonly observer: Observer;
  readonly #assessor: Assessor;
  readonly #foreign: Foreign;
  readonly #releases: HelmReleases;
  readonly #dryRuns: DryRuns | undefined;
  readonly #look: Chore;
  readonly #releasesRead: Chore;
  readonly #schemasRead: Chore;
  /** With all kinds in sight that can be: before that, releases may be out of sight. */
  #hasReadReleases = false;
  readonly #facts: ClusterFacts;
  #unwatchedAt = 0;
  #kinds: readonly Kind[] = [];
  readonly #end = new AbortController();

  constructor(private readonly options: ClusterWatchOptions) {
    this.observer = new Observer(options, {
      onObject: (before, after) => this.#changed(before, after),
      onSight: options.onChange,
    });
    this.#foreign = new Foreign({ ...options, observer: this.observer });
    const { observer } = this;
    this.#facts = new ClusterFacts(observer, options.logger);
    this.#releases = new HelmReleases({
      ...options,
      read: (path, signal) => observer.read(path, signal),
      isNamespaced: (kind, signal) => observer.isNamespaced(kind, signal),
    });
    this.#dryRuns = options.trying && this.#trying(options.trying.namespace);
    this.#assessor = new Assessor({
      ...options,
      dryRuns: this.#dryRuns,
      telemetry: options.telemetry ?? UNHEARD,
      view: observer,
      releaseOf: ref => this.#releases.of(ref),
      foreign: this.#foreign,
    });
    const chore = (
      title: string,
      work: (signal: AbortSignal) => Promise<void>,
    ) => new Chore(title, work, options.logger, this.#end.signal);
    this.#look = chore("Can't look around", async signal => {
      await this.#foreign.look(signal, this.#now());
      options.onChange();
    });
    this.#releasesRead = chore("Can't read releases", signal =>
      this.#refreshReleases(signal),
    );
    this.#schemasRead = chore("Can't read schemas", signal =>
      this.#refreshSchemas(signal),
    );
  }

  #trying(namespace: string | undefined): DryRuns {
    const { observer, options } = this;
    const api = new TryingApi(new KubeConnection(options));
    return new DryRuns({
      ...options,
      api,
      guard: namespace ? new DryRunGuard(api, namespace) : undefined,
      pathOf: (ref, signal) => observer.pathOf(ref, signal),
      managerOf: ({ isReleased }) =>
        isReleased ? HELM : ENGINES[options.desired.current?.engine ?? 'Flux'],
    });
  }

  /** By the cluster's own clock: how old a change is, its server wrote. */
  #now(): number {
    return Date.now() + this.observer.clockOffset;
  }

  #changed(before: KubeObject | undefined, after: KubeObject | undefined) {
    const object = after ?? before;
    if (!object) return;
    const ref = objectRef(object);
    if (before && after) keepVerdict(before, after);
    this.#assessor.observe(ref, after, this.#now());
    if (isHelmRelease(ref)) void this.readReleases();
    this.options.onChange();
  }

  /** Looks at the kinds that are desired now, and at nothing else. */
  async follow(): Promise<void> {
    if (this.#end.signal.aborted) return;
    const { desired } = this.options;
    const { wanted, kinds } = watchlistOf(
      desired,
      ref => this.#releases.of(ref),
      [
        ...(desired.current ? engineOf(desired.current.engine).kinds : []),
        ...AUTOSCALERS,
      ],
    );
    await this.observer.see(wanted);
    this.#kinds = kinds;
    // Nobody waits: until then objects are compared by what is known of their kinds without.
    void this.readSchemas();
  }

  /** Reads what the cluster says of the kinds that are compared. It never fails; what can't be read is done without. */
  readSchemas(): Promise<void> {
    return this.#schemasRead.run();
  }

  async #refreshSchemas(signal: AbortSignal): Promise<void> {
    let kinds: readonly Kind[];
    do {
      kinds = this.#kinds;
      const isChanged = await this.observer.readSchemas(kinds, signal);
      const isFirst = this.#schemasRead.endedAt === 0;
      if (isChanged || isFirst) this.options.onChange();
      // Kinds that charts have made may have come meanwhile.
    } while (kinds !== this.#kinds && !signal.aborted);
  }

  /** Reads what charts have made. It never fails; what can't be read is told by the HelmRelease's status alone. */
  readReleases(): Promise<void> {
    return this.#releasesRead.run();
  }

  async #refreshReleases(signal: AbortSignal): Promise<void> {
    const isSettled = this.observer.settled;
    const refs = this.options.desired.parts.flatMap(({ objects }) =>
      objects.map(objectRef).filter(isHelmRelease),
    );
    const live = refs.flatMap(ref => this.observer.find(ref) ?? []);
    try {
      const isChanged = await this.#releases.refresh(live, signal);
      if (isChanged) await this.follow();
      if (isChanged || !this.#hasReadReleases) this.options.onChange();
    } finally {
      this.#hasReadReleases ||= isSettled;
    }
  }

  /** Looks for objects that Git doesn't know. It never fails; what can't be listed isn't found. */
  lookForForeign(): Promise<void> {
    return this.#look.run();
  }

  /** What was found once is looked for again, when it has lasted. @returns when, in milliseconds since 1970 */
  #lookAgain(persistence: number): number | undefined {
    const lasts = this.#foreign.dueAt(persistence);
    if (lasts === undefined) return undefined;
    if (!this.observer.settled) return Date.now() + LOOK_MILLISECONDS;
    const rested = this.#look.endedAt + LOOK_MILLISECONDS;
    const due = this.#foreign.hasLooked
      ? Math.max(lasts - this.observer.clockOffset, rested)
      : 0;
    if (due > Date.now()) return due;
    void this.lookForForeign();
    return Date.now() + LOOK_MILLISECONDS;
  }

  /**
   * Until what charts have made and the schemas have been read once, less is compared than can be.
   *
   * @returns when to see whether they have, in milliseconds since 1970
   */
  #firstReads(): number | undefined {
    const hasSchemas = this.#schemasRead.endedAt > 0;
    if (this.#hasReadReleases && hasSchemas) return undefined;
    if (!this.#hasReadReleases && this.observer.settled) {
      void this.readReleases();
    }
    return Date.now() + LOOK_MILLISECONDS;
  }

  /** Reads what isn't watched, once a minute. It never fails. */
  async refreshUnwatched(signal: AbortSignal): Promise<void> {
    if (Date.now() - this.#unwatchedAt < UNWATCHED_MILLISECONDS) return;
    this.#unwatchedAt = Date.now();
    void this.readSchemas();
    if (this.observer.settled) void this.lookForForeign();
    void this.readReleases();
    await this.#facts.refresh(signal);
  }

  assess(persistence: number): Seen | undefined {
    const now = this.#now();
    const assessment: Assessment | undefined = this.#assessor.assess(
      now,
      persistence,
    );
    const young = assessment?.recheckAt;
    const dues = [
      young && young - now + Date.now(),
      this.#lookAgain(persistence),
      this.#firstReads(),
    ].flatMap(due => due ?? []);
    if (this.options.desired.triesChanges) {
      this.#dryRuns?.refresh(this.#assessor.subjects());
    }
    return (
      assessment && {
        ...(dues.length > 0 ? { recheckAt: Math.min(...dues) } : {}),
        isDecided: dues.length === 0,
        contents: { ...assessment.contents, ...this.#facts.told },
      }
    );
  }

  /** Whether the engine already has a commit that the desired state isn't of. */
  get isAheadOfDesired(): boolean {
    const { current } = this.options.desired;
    return this.#engine?.commits.some(one => one !== current?.commit) ?? false;
  }

  /** The commits that the engine has applied, for one part or another. */
  get appliedCommits(): string[] {
    const stages = this.#engine?.report.stages ?? [];
    return [
      ...new Set(stages.flatMap(({ revision }) => commitOf(revision) ?? [])),
    ];
  }

  get #engine(): EngineReading | undefined {
    const { cluster, desired } = this.options;
    const { current } = desired;
    return (
      current &&
      engineOf(current.engine).read(this.observer, cluster, (commit, part) =>
        desired.digestAt(commit, part),
      )
    );
  }

  async stop(): Promise<void> {
    this.#end.abort();
    await Promise.all([
      this.#dryRuns?.stop(),
      this.observer.stop(),
      this.#look.idle(),
      this.#schemasRead.idle(),
      this.#releasesRead.idle(),
    ]);
  }
}
