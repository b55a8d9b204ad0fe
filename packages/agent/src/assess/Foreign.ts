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
import { KUSTOMIZATION } from '../engine/flux';
import { kustomizationOwner } from '../engine/fluxInventory';
import { Kind, kindKey } from '../kube/kubeObject';
import { Observer } from '../kube/Observer';
import { Logger } from '../timing/Logger';

export interface ForeignOptions {
  cluster: string;
  desired: Pick<DesiredState, 'current' | 'parts' | 'declared'>;
  observer: Pick<Observer, 'list' | 'preferredVersion' | 'objects' | 'sight'>;
  logger: Logger;
}

/** Flux's mark on all that it applies. */
const FLUX_LABEL = 'kustomize.toolkit.fluxcd.io/name';

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

  constructor(private readonly options: ForeignOptions) {}

  /** Lists anew. What can't be listed is as it was. @returns whether anything is told now that wasn't */
  async look(signal: AbortSignal, now: number): Promise<boolean> {
    const { current } = this.options.desired;
    if (!current) return false;
    const before = this.told(2).length;
    const found = [
      ...(await this.#orphans(signal)),
      ...(await this.#unmanaged(current, signal)),
    ];
    const seen = new Map<string, Sighting>();
    for (const drift of found) {
      const key = objectKey(drift.ref);
      const known = this.#seen.get(key);
      const times = (known?.times ?? 0) + 1;
      seen.set(key, { drift, first: known?.first ?? now, times });
    }
    this.#seen = seen;
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

  get #declared(): Set<string> {
    const { declared } = this.options.desired;
    return new Set(declared.map(one => objectKey(objectRef(one))));
  }

  async #orphans(signal: AbortSignal): Promise<ObjectDrift[]> {
    const { observer, desired } = this.options;
    // Without sight of who answers for what, everything would look left behind.
    if (observer.sight(KUSTOMIZATION).state !== 'Seeing') return [];
    const owners = observer.objects(KUSTOMIZATION).map(kustomizationOwner);
    const kinds = new Map<string, Kind>();
    for (const { objects } of desired.parts) {
      for (const object of objects) {
        const { group, version, kind } = objectRef(object);
        kinds.set(kindKey({ group, kind }), { group, version, kind });
      }
    }
    const input = { desired: this.#declared, owners };
    const found: ObjectDrift[] = [];
    for (const kind of kinds.values()) {
      const objects = await this.#list(kind, signal, FLUX_LABEL);
      found.push(...objects.flatMap(one => orphaned(one, input) ?? []));
    }
    return found;
  }

  async #unmanaged(
    { unmanaged: kinds }: Desired,
    signal: AbortSignal,
  ): Promise<ObjectDrift[]> {
    const declared = this.#declared;
    const found: ObjectDrift[] = [];
    for (const { group, kind } of kinds) {
      const version = await this.#version(group, signal);
      if (!version) continue;
      const objects = await this.#list({ group, version, kind }, signal);
      found.push(...objects.flatMap(one => unmanaged(one, declared) ?? []));
    }
    return found;
  }

  async #version(group: string, signal: AbortSignal) {
    try {
      return await this.options.observer.preferredVersion(group, signal);
    } catch (error) {
      this.#complain(group, error);
      return undefined;
    }
  }

  async #list(
    kind: Kind,
    signal: AbortSignal,
    label?: string,
  ): Promise<KubeObject[]> {
    try {
      return await this.options.observer.list(kind, signal, {
        form: 'Metadata',
        ...(label ? { label } : {}),
      });
    } catch (error) {
      this.#complain(kind.kind, error);
      return [];
    }
  }

  #complain(kind: string, error: unknown): void {
    this.options.logger.debug(
      `Can't look for objects of ${kind} that Git doesn't know: ${String(
        error,
      )}`,
    );
  }
}
