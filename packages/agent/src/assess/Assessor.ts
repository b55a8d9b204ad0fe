import type { Desired } from '@flotilla/backstage-plugin-flotilla-common';
import {
  Hmac,
  KubeObject,
  ObjectRef,
  healthOf,
  objectKey,
  objectRef,
  unknownDrift,
} from '@flotilla/drift';
import { DesiredPart, DesiredState, partKey } from '../desired/DesiredState';
import { Release } from '../desired/HelmReleases';
import type { DryRuns, Subject } from '../dryRun/DryRuns';
import { EngineReading, NOT_TAKEN, PartSync } from '../engine/Engine';
import { engineOf } from '../engine/engines';
import { Kind } from '../kube/kubeObject';
import { View } from '../kube/View';
import { stepHealth } from './stepHealth';
import { Expected, expectedOf, releasedBy } from './basis';
import {
  byOwnSchemas,
  chartsCompared,
  evaluated,
  fighting,
  foreignSought,
  rulesInUse,
  tried,
} from './conditions';
import { Contents } from './Contents';
import { Corrected } from './Corrected';
import { countObjects } from './counts';
import type { Foreign } from './Foreign';
import { infrastructureReport } from './infrastructure';
import {
  ObjectVerdict,
  ignoredResource,
  partReport,
  resourceReport,
} from './rows';
import { Telemetry } from '../timing/Telemetry';
import { Tracked } from './Tracked';
import { unread, unseen } from './unseen';

export const AUTOSCALERS: readonly Kind[] = [
  {
    group: 'autoscaling',
    version: 'v2',
    kind: 'HorizontalPodAutoscaler',
  },
  { group: 'keda.sh', version: 'v1alpha1', kind: 'ScaledObject' },
  { group: 'autoscaling.k8s.io', version: 'v1', kind: 'VerticalPodAutoscaler' },
];

export interface AssessorOptions {
  cluster: string;
  view: View;
  desired: DesiredState;
  corrected: Corrected;
  /** What the chart of a HelmRelease has made. */
  releaseOf(ref: ObjectRef): Release | undefined;
  /** What the API server says of changes; undefined where it is never asked. */
  dryRuns?: DryRuns;
  /** Objects that Git doesn't know. */
  foreign: Pick<Foreign, 'told' | 'unlisted'>;
  hmac?: Hmac;
  telemetry: Telemetry;
}

/** The contents of a report, and when time alone will change them. */
export interface Assessment {
  contents: Omit<Contents, 'nodes' | 'kubernetesVersion'>;
  recheckAt?: number;
}

/** Holds what is desired against what is seen. */
export class Assessor {
  #tracked = new Map<string, Tracked>();
  /** Object → those who expect it; two parts may declare one object. */
  #byObject = new Map<string, Tracked[]>();
  #syncs = new Map<string, PartSync>();

  constructor(private readonly options: AssessorOptions) {}

  /** Takes up an object at the moment of its watch event, while its author is still known. */
  observe(ref: ObjectRef, live: KubeObject | undefined, now: number): boolean {
    const tracked = this.#byObject.get(objectKey(ref)) ?? [];
    for (const one of tracked) this.#compare(one, live, now);
    return tracked.length > 0;
  }

  #compare(tracked: Tracked, live: KubeObject | undefined, now: number): void {
    const { corrected, hmac, view } = this.options;
    const autoscalers = this.#autoscalers();
    const schema = view.schema(tracked.expected.ref);
    const { expected } = tracked;
    const answer = live && this.#dryRuns?.answer({ expected, live });
    const known = { autoscalers, hmac, schema, answer };
    const put = tracked.observe(live, known, now);
    this.options.telemetry.compared();
    for (const one of put) corrected.add(tracked.expected.part, one);
  }

  get #dryRuns(): DryRuns | undefined {
    const { desired, dryRuns } = this.options;
    return desired.triesChanges ? dryRuns : undefined;
  }

  /** What there is of what is desired. */
  subjects(): Subject[] {
    const { view, desired } = this.options;
    return [...this.#tracked.values()].flatMap(({ expected }) => {
      const live = desired.mayRead(expected.ref) && view.find(expected.ref);
      return live ? { expected, live } : [];
    });
  }

  /** Undefined while the cluster's own kind of autoscaler can't be seen. */
  #autoscalers(): KubeObject[] | undefined {
    const { view } = this.options;
    return view.sight(AUTOSCALERS[0]).state === 'Seeing'
      ? AUTOSCALERS.flatMap(kind => view.objects(kind))
      : undefined;
  }

  /** Compares everything, by what is desired and applied now. */
  assess(now: number, persistence: number): Assessment | undefined {
    const { desired, view } = this.options;
    const { current } = desired;
    if (!current) return undefined;
    const reading = engineOf(current.engine).read(
      view,
      this.options.cluster,
      (commit, part) => desired.digestAt(commit, part),
    );
    this.#expect(current, reading);
    const verdicts = new Map<string, ObjectVerdict>();
    const mark = `${view.schemaVersion} ${this.#autoscalerMark()}`;
    let recheckAt: number | undefined;
    for (const [key, tracked] of this.#tracked) {
      const { verdict, due } = this.#judge(tracked, mark, now, persistence);
      verdicts.set(key, verdict);
      if (due && (!recheckAt || due < recheckAt)) recheckAt = due;
    }
    return {
      contents: {
        desiredRevision: current.revision,
        engine: reading.report,
        ...this.#tell(
          [...verdicts.values()],
          current,
          new Date(now).toISOString(),
          persistence,
        ),
      },
      recheckAt,
    };
  }

  /** Brings the tracked objects up to what is desired and how far the engine is. */
  #expect(current: Desired, reading: EngineReading): void {
    const { desired } = this.options;
    const next = new Map<string, Tracked>();
    const byObject = new Map<string, Tracked[]>();
    this.#syncs = new Map();
    for (const part of desired.parts) {
      const sync = reading.syncOf(part);
      this.#syncs.set(partKey(part), sync);
      const released = part.objects.flatMap(object => {
        const release = this.options.releaseOf(objectRef(object));
        return release ? releasedBy(part, release, current) : [];
      });
      const declared = expectedOf(part, sync, desired, current);
      for (const expected of [...declared, ...released]) {
        const tracked = this.#trackedFor(expected);
        next.set(expected.key, tracked);
        const key = objectKey(expected.ref);
        byObject.set(key, [...(byObject.get(key) ?? []), tracked]);
      }
    }
    this.#tracked = next;
    this.#byObject = byObject;
  }

  #trackedFor(expected: Expected): Tracked {
    const known = this.#tracked.get(expected.key);
    if (!known) return new Tracked(expected);
    known.expect(expected);
    return known;
  }

  #judge(
    tracked: Tracked,
    mark: string,
    now: number,
    persistence: number,
  ): { verdict: ObjectVerdict; due?: number } {
    const { expected } = tracked;
    if (!this.options.desired.mayRead(expected.ref)) {
      return { verdict: unread(expected) };
    }
    const sight = this.options.view.sight(expected.ref);
    if (sight.state !== 'Seeing') {
      return { verdict: unseen(expected, sight, this.#syncOf(expected)) };
    }
    const live = this.options.view.find(expected.ref);
    const subject = live && { expected, live };
    const answer = subject && this.#dryRuns?.answer(subject);
    if (tracked.isStale(live, mark, answer)) {
      this.#compare(tracked, live, now);
    }
    const told = tracked.tell(now, persistence);
    const hidden = this.options.releaseOf(expected.ref)?.hidden;
    const drift = {
      ...(told?.drift ?? unknownDrift(expected.ref, 'not compared yet')),
      ...(hidden ? { degraded: hidden } : {}),
    };
    const untried = subject && this.#dryRuns?.degraded(subject);
    return {
      verdict: {
        expected,
        drift,
        ...(untried ? { untried } : {}),
        health: stepHealth(live) ?? healthOf(live),
        ...(told?.since ? { since: told.since } : {}),
      },
      due: told?.recheckAt,
    };
  }

  #syncOf(expected: Expected): PartSync {
    return this.#syncs.get(partKeyOf(expected)) ?? NOT_TAKEN;
  }

  /** Changes when what an autoscaler asks for does: the API server counts no generations of them. */
  #autoscalerMark(): string {
    const marks = this.#autoscalers()?.map(
      ({ metadata, spec }) => `${metadata.uid} ${JSON.stringify(spec)}`,
    );
    return marks ? marks.join() : 'unseen';
  }

  #tell(
    verdicts: readonly ObjectVerdict[],
    current: Desired,
    now: string,
    persistence: number,
  ) {
    const { desired, cluster, corrected } = this.options;
    const byPart = new Map<string, ObjectVerdict[]>();
    for (const verdict of verdicts) {
      const key = partKeyOf(verdict.expected);
      const known = byPart.get(key);
      if (known) known.push(verdict);
      else byPart.set(key, [verdict]);
    }
    const own = verdicts.filter(one => one.expected.cluster === cluster);
    const foreign = this.options.foreign.told(persistence);
    const counts = countObjects(own);
    return {
      counts: { ...counts, drifted: counts.drifted + foreign.length },
      parts: desired.parts.map(part =>
        partReport(
          part,
          this.#syncs.get(partKey(part)) ?? NOT_TAKEN,
          byPart.get(partKey(part)) ?? [],
        ),
      ),
      resources: new Map(
        [...verdicts.flatMap(one => resourceReport(one) ?? []), ...foreign].map(
          row => [row.key, row],
        ),
      ),
      ignored: verdicts.flatMap(one => ignoredResource(one) ?? []),
      infrastructure: desired.parts.flatMap(part => this.#machines(part)),
      conditions: [
        evaluated(verdicts),
        byOwnSchemas(verdicts),
        chartsCompared(verdicts),
        ...(this.#dryRuns ? [tried(verdicts, this.#dryRuns)] : []),
        foreignSought(this.options.foreign.unlisted),
        fighting(corrected.fights(now)),
        rulesInUse(current.ignore, verdicts, now),
      ],
    };
  }

  #machines(part: DesiredPart) {
    if (part.name !== 'infrastructure') return [];
    const live = part.objects.flatMap(
      object => this.options.view.find(objectRef(object)) ?? [],
    );
    return infrastructureReport(part.cluster, live) ?? [];
  }
}

function partKeyOf({ cluster, part }: Expected): string {
  return partKey({ cluster, name: part });
}
