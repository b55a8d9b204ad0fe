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
import { isSecret } from '../desired/secrets';
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
  /** What may be left behind: whoever put it there is at work and may take it away. */
  undecided: KubeObject[];
  unlisted: string[];
}

interface Sighting {
  drift: ObjectDrift;
  /** In milliseconds since 1970; undefined while nothing that was seen counts. */
  first?: number;
  last: number;
  /** Nothing could be told of it since. */
  isHidden?: boolean;
}

/**
 * Looks now and then for objects that Git doesn't know: those that an engine
 * left behind, and those of the fleet's listed kinds that somebody put there.
 * They are listed by their metadata and not watched: there may be many of
 * them that are nobody's concern.
 */
export class Foreign {
  #seen = new Map<string, Sighting>();
  #undecided: readonly KubeObject[] = [];
  /** It has looked with all kinds in sight that can be. */
  hasLooked = false;
  /** The kinds that the last look could tell nothing of; undefined before there was one. */
  unlisted: readonly string[] | undefined;

  constructor(private readonly options: ForeignOptions) {}

  /**
   * Lists anew. What can't be listed is as it was. Before all is settled, who answers for what may still be out of
   * sight: what is found then has lasted for no time.
   *
   * @param now - in milliseconds since 1970
   */
  async look(signal: AbortSignal, now: number): Promise<void> {
    const { current } = this.options.desired;
    if (!current) return;
    const isSettled = this.options.observer.settled;
    const looks = [
      await this.#orphans(current, signal),
      await this.#unmanaged(current, signal),
    ];
    const seen = new Map<string, Sighting>();
    for (const { found, hidden, undecided } of looks) {
      const open = new Set(undecided.map(one => objectKey(objectRef(one))));
      for (const [key, sighting] of this.#seen) {
        if (open.has(key) || hidden.has(lookKey(sighting.drift))) {
          seen.set(key, { ...sighting, isHidden: true });
        }
      }
      for (const drift of found) {
        const key = objectKey(drift.ref);
        const known = this.#seen.get(key);
        const first = known?.first ?? (isSettled ? now : undefined);
        const last = isSettled ? now : known?.last ?? now;
        seen.set(key, { drift, first, last });
      }
    }
    this.#seen = seen;
    this.#undecided = looks.flatMap(({ undecided }) => undecided);
    this.hasLooked ||= isSettled;
    if (this.hasLooked) {
      this.unlisted = [...new Set(looks.flatMap(one => one.unlisted))];
    }
  }

  /**
   * What was found again after so long; an engine may just be about to take
   * an object away.
   *
   * @param persistence - in milliseconds; 0 tells all that was found
   */
  told(persistence: number): ResourceReport[] {
    const { cluster } = this.options;
    return [...this.#seen].flatMap(([key, sighting]) =>
      !hasLasted(sighting, persistence)
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
            since: new Date(sighting.first ?? sighting.last).toISOString(),
            fields: [],
            totalFields: 0,
          },
    );
  }

  /**
   * When a look would decide what hasn't lasted long enough to be told. What can't be listed waits for no look: it
   * would find nothing.
   *
   * @returns milliseconds since 1970; 0 before the first look that counts and when an engine has come to an end that
   *   kept it from deciding, undefined when all is decided
   */
  dueAt(persistence: number): number | undefined {
    if (!this.hasLooked || this.#hasEngineEnded) return 0;
    let due: number | undefined;
    for (const sighting of this.#seen.values()) {
      if (sighting.isHidden || hasLasted(sighting, persistence)) continue;
      const lasts = (sighting.first ?? 0) + persistence;
      due = Math.min(due ?? lasts, lasts);
    }
    return due;
  }

  get #hasEngineEnded(): boolean {
    const { current } = this.options.desired;
    if (!current || this.#undecided.length === 0) return false;
    const owners = engineOf(current.engine).belongings(
      this.options.observer,
    )?.owners;
    if (!owners) return false;
    const input = { desired: this.#declared, owners };
    return this.#undecided.some(one => orphaned(one, input));
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
      const unseen = engine.kinds.filter(
        kind => this.options.observer.sight(kind).state !== 'Seeing',
      );
      const unlisted = unseen.map(kindKey);
      const hidden = new Set(orphans.map(lookKey));
      return { found: [], hidden, undecided: [], unlisted };
    }
    const input = { desired: this.#declared, owners: belongings.owners };
    const owners = input.owners.map(one => ({ ...one, settled: true }));
    const look = nothing();
    for (const kind of this.#kindsOf(belongings)) {
      const objects = await this.#try(kind.kind, () =>
        this.#list(kind, signal, engine.label),
      );
      if (!objects) {
        look.hidden.add(lookKey({ state: 'Orphaned', ref: kind }));
        look.unlisted.push(kindKey(kind));
        continue;
      }
      for (const object of objects) {
        const drift = orphaned(object, input);
        if (drift) look.found.push(drift);
        else if (orphaned(object, { ...input, owners })) {
          look.undecided.push(object);
        }
      }
    }
    return look;
  }

  /** Never Secrets: nobody lets the agent list them, and each try is a refusal in the API server's audit log. */
  #kindsOf({ leftKinds }: Belongings): Iterable<Kind> {
    const kinds = new Map<string, Kind>();
    for (const kind of leftKinds) {
      if (!isSecret(kind)) kinds.set(kindKey(kind), kind);
    }
    for (const { objects } of this.options.desired.parts) {
      for (const object of objects) {
        const { group, version, kind } = objectRef(object);
        if (isSecret({ group, kind })) continue;
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
    const look = nothing();
    for (const ref of kinds) {
      const objects = await this.#try(ref.kind, async () => {
        const version = await observer.preferredVersion(ref.group, signal);
        return version ? this.#list({ ...ref, version }, signal) : [];
      });
      if (!objects) {
        look.hidden.add(lookKey({ state: 'Unmanaged', ref }));
        look.unlisted.push(kindKey(ref));
      } else {
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

/** Seen again so much later; what was seen once may be gone at the same moment. */
function hasLasted({ first, last }: Sighting, persistence: number): boolean {
  if (persistence === 0) return true;
  return first !== undefined && last > first && last - first >= persistence;
}

function nothing(): Look {
  return { found: [], hidden: new Set(), undecided: [], unlisted: [] };
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
