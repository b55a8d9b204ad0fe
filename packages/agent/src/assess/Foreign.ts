import type {
  Desired,
  ResourceReport,
} from '@flotilla/backstage-plugin-flotilla-common';
import {
  KubeObject,
  ObjectDrift,
  objectKey,
  objectRef,
  orphaned,
  unmanaged,
} from '@flotilla/drift';
import { DesiredState } from '../desired/DesiredState';
import { Belongings } from '../engine/Engine';
import { engineOf } from '../engine/engines';
import { Kind, kindKey } from '../kube/kubeObject';
import { Observer } from '../kube/Observer';
import { Logger } from '../timing/Logger';

export interface ForeignOptions {
  cluster: string;
  desired: Pick<DesiredState, 'current' | 'parts' | 'declared'>;
  observer: Pick<
    Observer,
    'list' | 'preferredVersion' | 'objects' | 'sight' | 'settled'
  >;
  logger: Logger;
}

/** What a look gave, and of which kinds it could give nothing. */
interface Look {
  found: ObjectDrift[];
  hidden: Set<string>;
}

interface Sighting {
  drift: ObjectDrift;
  /** Milliseconds since 1970. */
  first: number;
  times: number;
}

/**
 * Looks now and then for objects that Git doesn't know: those that an engine
 * left behind, and those of the fleet's listed kinds that somebody put there.
 * They are listed by their metadata and not watched: there may be many of
 * them that are nobody's concern.
 */
export class Foreign {
  #seen = new Map<string, Sighting>();
  /** It has looked with all kinds in sight that can be. */
  hasLooked = false;

  constructor(private readonly options: ForeignOptions) {}

  /** Lists anew. What can't be listed is as it was. @returns whether anything is told now that wasn't */
  async look(signal: AbortSignal, now: number): Promise<boolean> {
    const { current } = this.options.desired;
    if (!current) return false;
    const isSettled = this.options.observer.settled;
    const before = this.told(2).length;
    const looks = [
      await this.#orphans(current, signal),
      await this.#unmanaged(current, signal),
    ];
    const seen = new Map<string, Sighting>();
    for (const { found, hidden } of looks) {
      for (const [key, sighting] of this.#seen) {
        if (hidden.has(lookKey(sighting.drift))) seen.set(key, sighting);
      }
      for (const drift of found) {
        const key = objectKey(drift.ref);
        const known = this.#seen.get(key);
        const times = (known?.times ?? 0) + 1;
        seen.set(key, { drift, first: known?.first ?? now, times });
      }
    }
    this.#seen = seen;
    this.hasLooked ||= isSettled;
    return this.told(2).length !== before;
  }

  /**
   * What was found so many times in a row; an engine may just be about to
   * take an object away.
   */
  told(times: number): ResourceReport[] {
    const { cluster } = this.options;
    return [...this.#seen].flatMap(([key, sighting]) =>
      sighting.times < times
        ? []
        : {
            key: `${cluster}||${key}`,
            cluster,
            ref: sighting.drift.ref,
            part: '',
            health: 'Current' as const,
            state: sighting.drift.state,
            ...(sighting.drift.severity
              ? { severity: sighting.drift.severity }
              : {}),
            ...(sighting.drift.reason ? { reason: sighting.drift.reason } : {}),
            since: new Date(sighting.first).toISOString(),
            fields: [],
            totalFields: 0,
          },
    );
  }

  /** It hasn't looked yet, or has found something that has to be found once more before it is told. */
  get isUndecided(): boolean {
    const sightings = [...this.#seen.values()];
    return !this.hasLooked || sightings.some(({ times }) => times < 2);
  }

  get #declared(): Set<string> {
    const { declared } = this.options.desired;
    return new Set(declared.map(one => objectKey(objectRef(one))));
  }

  async #orphans(current: Desired, signal: AbortSignal): Promise<Look> {
    const engine = engineOf(current.engine);
    const belongings = engine.belongings(this.options.observer);
    // Without sight of who answers for what, everything would look left behind.
    if (!belongings) {
      const told = [...this.#seen.values()].map(({ drift }) => drift);
      const orphans = told.filter(({ state }) => state === 'Orphaned');
      return { found: [], hidden: new Set(orphans.map(lookKey)) };
    }
    const input = { desired: this.#declared, owners: belongings.owners };
    const look: Look = { found: [], hidden: new Set() };
    for (const kind of this.#kindsOf(belongings)) {
      const objects = await this.#try(kind.kind, () =>
        this.#list(kind, signal, engine.label),
      );
      if (!objects) {
        look.hidden.add(lookKey({ state: 'Orphaned', ref: kind }));
      } else
        look.found.push(...objects.flatMap(one => orphaned(one, input) ?? []));
    }
    return look;
  }

  #kindsOf({ leftKinds }: Belongings): Iterable<Kind> {
    const kinds = new Map<string, Kind>();
    for (const kind of leftKinds) kinds.set(kindKey(kind), kind);
    for (const { objects } of this.options.desired.parts) {
      for (const object of objects) {
        const { group, version, kind } = objectRef(object);
        kinds.set(kindKey({ group, kind }), { group, version, kind });
      }
    }
    return kinds.values();
  }

  async #unmanaged(
    { unmanaged: kinds }: Desired,
    signal: AbortSignal,
  ): Promise<Look> {
    const { observer } = this.options;
    const declared = this.#declared;
    const look: Look = { found: [], hidden: new Set() };
    for (const ref of kinds) {
      const objects = await this.#try(ref.kind, async () => {
        const version = await observer.preferredVersion(ref.group, signal);
        return version ? this.#list({ ...ref, version }, signal) : [];
      });
      if (!objects) look.hidden.add(lookKey({ state: 'Unmanaged', ref }));
      else {
        look.found.push(
          ...objects.flatMap(one => unmanaged(one, declared) ?? []),
        );
      }
    }
    return look;
  }

  #list(kind: Kind, signal: AbortSignal, label?: string) {
    return this.options.observer.list(kind, signal, {
      form: 'Metadata',
      ...(label ? { label } : {}),
    });
  }

  /** @returns undefined when the kind can't be listed */
  async #try(
    kind: string,
    list: () => Promise<KubeObject[]>,
  ): Promise<KubeObject[] | undefined> {
    try {
      return await list();
    } catch (error) {
      const why = `Can't look for objects of ${kind} that Git doesn't know`;
      this.options.logger.debug(`${why}: ${String(error)}`);
      return undefined;
    }
  }
}

function lookKey({
  state,
  ref,
}: {
  state: ObjectDrift['state'];
  ref: { group: string; kind: string };
}): string {
  return `${state} ${kindKey(ref)}`;
}
