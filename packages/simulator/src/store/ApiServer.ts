import { serverSideApply } from '../fields/serverSideApply';
import { trackUpdate } from '../fields/trackUpdate';
import { Writer } from '../fields/owners';
import { copy, equal, JsonObject, objectAt } from '../objects/json';
import {
  KubeObject,
  ManagedFields,
  parseApiVersion,
} from '../objects/KubeObject';
import { KindRegistry } from '../schema/KindRegistry';
import { Kind } from '../schema/kinds';
import { admitNew, admitUpdate } from './admission';
import { noteBefore } from './beforeFirstApply';
import { normalise, withZeroStatus, zeroShape } from './normalise';
import { ObjectStore } from './ObjectStore';
import { alreadyExists, notFound, StatusError } from './StatusError';
import { Target, targetOf } from './Target';
import { checkDeclared } from './validation';

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
  /** Whether more than the ownership of fields changes. */
  contentChanged: boolean;
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
        '',
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
    return this.store.put(
      kind,
      this.#admitNew(kind, { ...object, metadata }, fresh =>
        trackUpdate(
          zeroShape(kind),
          fresh,
          kind.schema,
          { ...options, operation: 'Update' },
          this.now(),
        ),
      ),
    );
  }

  /**
   * Changes an object as a PUT or PATCH would. Nothing is written when nothing changes.
   *
   * @param change - changes the copy that it gets
   */
  update(
    target: Target,
    change: (draft: KubeObject) => unknown,
    options: UpdateOptions,
  ): KubeObject {
    const kind = this.kindOf(target);
    const live = this.find(target);
    if (!live) throw notFound(kind, target.name);
    const draft = copy(live);
    change(draft);
    const writer: Writer = { ...options, operation: 'Update' };
    // The scale subresource doesn't note when.
    const time = options.subresource === 'scale' ? '' : this.now();
    // Who has never had anything noted isn't followed until somebody applies.
    const isFollowed = (live.metadata.managedFields ?? []).length > 0;
    const next = admitUpdate(kind, live, draft, options.subresource, sent =>
      isFollowed
        ? trackUpdate(
            withZeroStatus(kind, live),
            sent,
            kind.schema,
            writer,
            time,
          )
        : [],
    );
    return equal(live, next) ? live : this.#putOrFinish(kind, live, next);
  }

  /**
   * Writes the `scale` subresource. Only replicas that somebody owns change hands; undeclared ones
   * stay nobody's, as on a real server.
   */
  scale(target: Target, replicas: number, manager: string): KubeObject {
    const live = this.find(target);
    if (!live) throw notFound(this.kindOf(target), target.name);
    const owned = (live.metadata.managedFields ?? []).some(
      entry => objectAt(entry.fieldsV1, 'f:spec', 'f:replicas') !== undefined,
    );
    const scaled = this.update(
      target,
      draft => {
        draft.spec = { ...objectAt(draft, 'spec'), replicas };
      },
      { manager, subresource: 'scale' },
    );
    if (owned || scaled === live) return scaled;
    return this.replaceManagedFields(target, live);
  }

  /** Server-side apply. An object that isn't there is created. */
  apply(declared: KubeObject, options: ApplyOptions): ApplyResult {
    const kind = this.kindOf(declared);
    checkDeclared(kind, declared);
    const live = this.find(targetOf(declared));
    const { managedFields: _, ...metadata } = declared.metadata;
    const { object } = serverSideApply(
      live && noteBefore(kind, live, this.now()),
      normalise(kind, { ...declared, metadata }, { defaults: false }),
      kind.schema,
      options.manager,
      { force: options.force ?? false, now: this.now() },
    );
    const ownership = object.metadata.managedFields ?? [];
    const next = live
      ? admitUpdate(kind, live, object, undefined, () => ownership)
      : this.#admitNew(kind, object, () => ownership);
    if (live && equal(live, next)) {
      return { object: live, outcome: 'unchanged', contentChanged: false };
    }
    const contentChanged =
      !live || !equal(withoutOwnership(live), withoutOwnership(next));
    const outcome = live ? 'configured' : 'created';
    if (options.dryRun) return { object: next, outcome, contentChanged };
    return {
      object: this.#putOrFinish(kind, live, next),
      outcome,
      contentChanged,
    };
  }

  /** Replaces `managedFields` alone, as a JSON patch on them does. */
  replaceManagedFields(target: Target, object: KubeObject): KubeObject {
    const kind = this.kindOf(target);
    const live = this.find(target);
    if (!live) throw notFound(kind, target.name);
    return this.store.put(kind, {
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
    this.store.put(
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

  #admitNew(
    kind: Kind,
    object: KubeObject,
    ownership: (sent: KubeObject) => ManagedFields[],
  ): KubeObject {
    this.#checkNamespace(kind, object);
    return admitNew(kind, object, ownership, this.now());
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
    return this.store.put(kind, next);
  }
}

function terminating(namespace: KubeObject): KubeObject {
  const status: JsonObject = { phase: 'Terminating' };
  return { ...namespace, status };
}

function withoutOwnership(object: KubeObject): JsonObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
