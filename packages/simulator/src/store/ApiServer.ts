import { randomUUID } from 'node:crypto';
import {
  serverSideApply,
  trackUpdate,
  Writer,
} from '../fields/FieldManagement';
import { copy, equal, JsonObject } from '../objects/json';
import { KubeObject, parseApiVersion } from '../objects/KubeObject';
import { KindRegistry } from '../schema/KindRegistry';
import { Kind } from '../schema/kinds';
import { advanceGeneration, firstGeneration } from './generation';
import { normalise, zeroShape } from './normalise';
import { EventType, ObjectStore } from './ObjectStore';
import { alreadyExists, notFound, StatusError } from './StatusError';
import { checkNew, checkUpdate, checkDeclared } from './validation';

/** Names one object, whatever version it's read in. */
export interface Target {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
}

export interface UpdateOptions {
  manager: string;
  subresource?: string;
}

export interface ApplyOptions {
  manager: string;
  force?: boolean;
  dryRun?: boolean;
}

export interface ApplyResult {
  object: KubeObject;
  outcome: 'created' | 'configured' | 'unchanged';
}

/**
 * The write half of a cluster's API, in process: what an API server does to an object between a
 * request and the store. Defaults, validation, generations, field ownership and deletion are here;
 * controllers, the engine and people's edits all go through it.
 */
export class ApiServer {
  constructor(
    readonly store: ObjectStore,
    readonly kinds: KindRegistry,
    readonly now: () => string,
  ) {}

  /**
   * @throws StatusError 404 for a kind that isn't served.
   */
  kindOf(object: Pick<KubeObject, 'apiVersion' | 'kind'>): Kind {
    const kind = this.kinds.of(object);
    if (!kind) {
      throw new StatusError(
        404,
        'NotFound',
        `no matches for kind "${object.kind}" in version "${object.apiVersion}"`,
      );
    }
    return kind;
  }

  find(target: Target): KubeObject | undefined {
    const { group } = parseApiVersion(target.apiVersion);
    return this.store.get(
      { group, kind: target.kind },
      target.namespace,
      target.name,
    );
  }

  list(apiVersion: string, kind: string, namespace?: string): KubeObject[] {
    return this.store.list(
      { group: parseApiVersion(apiVersion).group, kind },
      namespace,
    );
  }

  /** Creates an object as a plain POST would. */
  create(object: KubeObject, options: UpdateOptions): KubeObject {
    const kind = this.kindOf(object);
    if (this.find(targetOf(object)))
      throw alreadyExists(kind, object.metadata.name);
    const { managedFields: _, ...metadata } = object.metadata;
    const fresh = this.#admitNew(kind, { ...object, metadata });
    fresh.metadata.managedFields = trackUpdate(
      zeroShape(kind),
      fresh,
      kind.schema,
      { ...options, operation: 'Update' },
      this.now(),
    );
    return this.#put(kind, fresh);
  }

  /**
   * Changes an object as a PUT or PATCH would. Nothing is written when nothing changes.
   *
   * @param change - gets a copy to change, or returns the next state.
   */
  update(
    target: Target,
    change: (object: KubeObject) => KubeObject | void,
    options: UpdateOptions,
  ): KubeObject {
    const kind = this.kindOf(target);
    const live = this.find(target);
    if (!live) throw notFound(kind, target.name);
    const draft = copy(live);
    const wanted = change(draft) ?? draft;
    const next = this.#admitUpdate(kind, live, wanted, options.subresource);
    if (equal(live, next)) return live;
    const writer: Writer = { ...options, operation: 'Update' };
    next.metadata.managedFields = trackUpdate(
      live,
      next,
      kind.schema,
      writer,
      this.now(),
    );
    return this.#putOrFinish(kind, live, next);
  }

  /** Server-side apply. An object that isn't there is created. */
  apply(declared: KubeObject, options: ApplyOptions): ApplyResult {
    const kind = this.kindOf(declared);
    checkDeclared(kind, declared);
    const live = this.find(targetOf(declared));
    const { managedFields: _, ...metadata } = declared.metadata;
    const { object } = serverSideApply(
      live,
      normalise(kind, { ...declared, metadata }, { defaults: false }),
      kind.schema,
      options.manager,
      { force: options.force ?? false, now: this.now() },
    );
    const ownership = object.metadata.managedFields ?? [];
    const next = live
      ? this.#admitUpdate(kind, live, object, undefined)
      : this.#admitNew(kind, object);
    next.metadata.managedFields = ownership;
    if (live && equal(live, next))
      return { object: live, outcome: 'unchanged' };
    const outcome = live ? 'configured' : 'created';
    if (options.dryRun) return { object: next, outcome };
    return { object: this.#putOrFinish(kind, live, next), outcome };
  }

  /** Replaces `managedFields` alone, as a JSON patch on them does. */
  replaceManagedFields(target: Target, object: KubeObject): KubeObject {
    const kind = this.kindOf(target);
    const live = this.find(target);
    if (!live) throw notFound(kind, target.name);
    return this.#put(kind, {
      ...live,
      metadata: {
        ...live.metadata,
        managedFields: object.metadata.managedFields,
      },
    });
  }

  /**
   * Deletes an object: at once, or when its finalizers are gone. Namespaces wait until they're empty.
   */
  delete(target: Target): void {
    const kind = this.kindOf(target);
    const live = this.find(target);
    if (!live) throw notFound(kind, target.name);
    const waits =
      (live.metadata.finalizers ?? []).length > 0 ||
      (kind.group === '' && kind.kind === 'Namespace');
    if (!waits) {
      this.store.remove(kind, live.metadata.namespace, live.metadata.name);
      return;
    }
    if (live.metadata.deletionTimestamp) return;
    const generation = live.metadata.generation;
    const marked: KubeObject = {
      ...live,
      metadata: {
        ...live.metadata,
        deletionTimestamp: this.now(),
        deletionGracePeriodSeconds: 0,
        ...(generation === undefined ? {} : { generation: generation + 1 }),
      },
    };
    this.#put(
      kind,
      kind.kind === 'Namespace' && kind.group === ''
        ? terminating(marked)
        : marked,
    );
  }

  /** Ends a deletion that has nothing left to wait for. */
  finishDeletion(target: Target): void {
    const live = this.find(target);
    if (live?.metadata.deletionTimestamp) {
      this.store.remove(
        this.kindOf(target),
        live.metadata.namespace,
        live.metadata.name,
      );
    }
  }

  #admitNew(kind: Kind, object: KubeObject): KubeObject {
    this.#checkNamespace(kind, object);
    const fresh = normalise(kind, object, { defaults: true });
    if (kind.hasStatus && !kind.custom) delete fresh.status;
    fresh.metadata.uid = randomUUID();
    fresh.metadata.creationTimestamp = this.now();
    delete fresh.metadata.resourceVersion;
    firstGeneration(kind, fresh);
    const withStatus = normalise(kind, fresh, { defaults: true, status: true });
    checkNew(kind, withStatus);
    return withStatus;
  }

  #admitUpdate(
    kind: Kind,
    live: KubeObject,
    wanted: KubeObject,
    subresource: string | undefined,
  ): KubeObject {
    const next = normalise(
      kind,
      { ...wanted, metadata: keepServerFields(live, wanted) },
      {
        defaults: true,
        live,
      },
    );
    if (subresource === 'status') {
      for (const key of Object.keys(next)) {
        if (key !== 'status' && key !== 'metadata') next[key] = live[key];
      }
      for (const key of Object.keys(live))
        if (key !== 'status') next[key] ??= live[key];
      next.metadata.labels = live.metadata.labels;
      if (!live.metadata.labels) delete next.metadata.labels;
    } else {
      if (kind.hasStatus) {
        if (live.status === undefined) delete next.status;
        else next.status = live.status;
      }
      checkUpdate(kind, live, next);
      advanceGeneration(kind, live, next);
    }
    return next;
  }

  #checkNamespace(kind: Kind, object: KubeObject): void {
    if (!kind.namespaced) return;
    const name = object.metadata.namespace ?? '';
    const namespace = this.store.get(
      { group: '', kind: 'Namespace' },
      undefined,
      name,
    );
    if (!namespace) throw notFound({ plural: 'namespaces', group: '' }, name);
    if (namespace.metadata.deletionTimestamp) {
      throw new StatusError(
        403,
        'Forbidden',
        `${kind.plural} "${object.metadata.name}" is forbidden: unable to create new content in namespace ${name} because it is being terminated`,
      );
    }
  }

  #putOrFinish(
    kind: Kind,
    live: KubeObject | undefined,
    next: KubeObject,
  ): KubeObject {
    const finished =
      live?.metadata.deletionTimestamp !== undefined &&
      (next.metadata.finalizers ?? []).length === 0 &&
      !(kind.group === '' && kind.kind === 'Namespace');
    if (finished) {
      this.store.remove(kind, next.metadata.namespace, next.metadata.name);
      return next;
    }
    return this.#put(kind, next);
  }

  #put(kind: Kind, object: KubeObject): KubeObject {
    return this.store.put(kind, object);
  }
}

export function targetOf(object: KubeObject): Target {
  const { name, namespace } = object.metadata;
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    ...(namespace ? { namespace } : {}),
    name,
  };
}

function terminating(namespace: KubeObject): KubeObject {
  const status: JsonObject = { phase: 'Terminating' };
  return { ...namespace, status };
}

/** What a writer may send but only the server sets. */
function keepServerFields(
  live: KubeObject,
  wanted: KubeObject,
): KubeObject['metadata'] {
  const { uid, resourceVersion, generation, creationTimestamp } = live.metadata;
  const { deletionTimestamp, deletionGracePeriodSeconds } = live.metadata;
  const kept: KubeObject['metadata'] = {
    ...wanted.metadata,
    uid,
    resourceVersion,
    creationTimestamp,
  };
  for (const [key, value] of Object.entries({
    generation,
    deletionTimestamp,
    deletionGracePeriodSeconds,
  })) {
    if (value === undefined) delete kept[key];
    else kept[key] = value;
  }
  return kept;
}

export type { EventType };
