import {
  equal,
  Json,
  JsonObject,
  numberAt,
  objectAt,
  valueAt,
} from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { targetOf } from '../store/Target';
import { StoreEvent } from '../store/ObjectStore';
import { deploymentConditions } from './deploymentConditions';
import {
  Controller,
  ControllerContext,
  KUBE_CONTROLLER_MANAGER,
  objectPath,
  writeStatus,
} from './Controller';

const KINDS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

/** Where a Deployment's templates are counted. */
const REVISION = 'deployment.kubernetes.io/revision';

/** Milliseconds until pods of a new template are ready, plus some for each of them. */
const ROLLOUT = 2_500;
const PER_POD = 400;

/** Brings Deployments, StatefulSets, DaemonSets and ReplicaSets to Available. */
export class WorkloadController implements Controller {
  /** The template that each workload runs, so that scaling isn't taken for a rollout. */
  readonly #running = new Map<string, Json | undefined>();
  readonly #revisions = new Map<
    string,
    { template: Json | undefined; count: number }
  >();

  constructor(readonly context: ControllerContext) {}

  onEvent(event: StoreEvent): void {
    if (event.kind.kind === 'Node' && event.type !== 'MODIFIED')
      this.#placeDaemons();
    if (event.kind.group !== 'apps' || !KINDS.has(event.kind.kind)) return;
    if (event.type === 'DELETED') {
      this.#running.delete(objectPath(event.object));
      this.#revisions.delete(objectPath(event.object));
      return;
    }
    const isNewGeneration =
      event.previous?.metadata.generation !== event.object.metadata.generation;
    if (isNewGeneration) this.#reconcileSoon(event.object);
  }

  /** Goes on with what was under way, after a restart or when rollouts aren't stuck any more. */
  resume(): void {
    for (const kind of KINDS) {
      for (const object of this.context.api.list('apps/v1', kind)) {
        if (!isComplete(object)) this.#reconcileSoon(object);
      }
    }
  }

  /** Each node runs one pod of every DaemonSet. */
  #placeDaemons(): void {
    for (const daemons of this.context.api.list('apps/v1', 'DaemonSet'))
      this.#reconcileSoon(daemons);
  }

  #reconcileSoon(object: KubeObject): void {
    const { agenda } = this.context;
    agenda.soon(`workload/${objectPath(object)}`, () => this.#observe(object));
  }

  /** The controller has seen the change, and pods start. */
  #observe(object: KubeObject): void {
    const { api, agenda, delay } = this.context;
    const live = api.find(targetOf(object));
    if (!live || live.metadata.deletionTimestamp) return;
    const template = valueAt(live, 'spec', 'template');
    const key = objectPath(live);
    const rolls =
      !this.#running.has(key) || !equal(this.#running.get(key), template);
    const replicas = wantedReplicas(live, this.context);
    this.#countRevision(key, live);
    const ready = rolls ? 0 : Math.min(replicas, readyReplicas(live));
    this.#write(live, ready, rolls);
    agenda.after(`rollout/${key}`, delay(ROLLOUT + PER_POD * replicas), () =>
      this.#complete(live),
    );
  }

  #complete(object: KubeObject): void {
    if (this.context.isStuck()) return;
    const live = this.context.api.find(targetOf(object));
    if (!live) return;
    this.#running.set(objectPath(live), valueAt(live, 'spec', 'template'));
    this.#write(live, wantedReplicas(live, this.context), false);
  }

  /** Every other template is a revision of its own, also one that was there before. */
  #countRevision(key: string, live: KubeObject): void {
    const template = valueAt(live, 'spec', 'template');
    const known = this.#revisions.get(key);
    if (known && equal(known.template, template)) return;
    const before = Number(live.metadata.annotations?.[REVISION] ?? 0);
    const count = known ? known.count + 1 : Math.max(before, 1);
    this.#revisions.set(key, { template, count });
  }

  #write(object: KubeObject, ready: number, rolls: boolean): void {
    const { api } = this.context;
    const wanted = wantedReplicas(object, this.context);
    const now = api.now();
    writeStatus(api, object, KUBE_CONTROLLER_MANAGER, (status, draft) => {
      status.observedGeneration = draft.metadata.generation;
      if (object.kind === 'DaemonSet') daemonSetStatus(status, wanted, ready);
      else replicaStatus(status, object.kind, wanted, ready);
      if (object.kind === 'Deployment') {
        deploymentConditions(
          status,
          object,
          { ready: wanted === ready, rolls },
          now,
        );
        draft.metadata.annotations = {
          ...draft.metadata.annotations,
          [REVISION]: String(
            this.#revisions.get(objectPath(object))?.count ?? 1,
          ),
        };
      }
    });
  }
}

function wantedReplicas(
  object: KubeObject,
  { api }: ControllerContext,
): number {
  if (object.kind === 'DaemonSet') return api.list('v1', 'Node').length;
  return numberAt(object, 'spec', 'replicas') ?? 1;
}

function readyReplicas(object: KubeObject): number {
  return (
    numberAt(object, 'status', 'readyReplicas') ??
    numberAt(object, 'status', 'numberReady') ??
    0
  );
}

function isComplete(object: KubeObject): boolean {
  const status = objectAt(object, 'status');
  return (
    status?.observedGeneration === object.metadata.generation &&
    (object.kind === 'DaemonSet'
      ? status?.numberUnavailable === undefined
      : readyReplicas(object) === (numberAt(object, 'spec', 'replicas') ?? 1))
  );
}

/** Go's `omitempty`: counts of zero aren't written. */
function setCounts(status: JsonObject, counts: JsonObject): void {
  for (const [name, count] of Object.entries(counts)) {
    if (count === 0) delete status[name];
    else status[name] = count;
  }
}

function replicaStatus(
  status: JsonObject,
  kind: string,
  wanted: number,
  ready: number,
): void {
  const counts: JsonObject = { readyReplicas: ready, availableReplicas: ready };
  if (kind === 'Deployment') {
    setCounts(status, {
      ...counts,
      replicas: wanted,
      updatedReplicas: wanted,
      unavailableReplicas: wanted - ready,
    });
    status.terminatingReplicas = 0;
  } else if (kind === 'StatefulSet') {
    setCounts(status, {
      ...counts,
      currentReplicas: ready,
      updatedReplicas: wanted,
    });
    Object.assign(status, {
      replicas: wanted,
      collisionCount: 0,
      availableReplicas: ready,
      currentRevision: 'r-1',
      updateRevision: 'r-1',
    });
  } else {
    setCounts(status, { ...counts, fullyLabeledReplicas: wanted });
    status.replicas = wanted;
  }
}

function daemonSetStatus(
  status: JsonObject,
  wanted: number,
  ready: number,
): void {
  Object.assign(status, {
    currentNumberScheduled: wanted,
    desiredNumberScheduled: wanted,
    numberMisscheduled: 0,
    numberReady: ready,
  });
  setCounts(status, {
    numberAvailable: ready,
    updatedNumberScheduled: wanted,
    numberUnavailable: wanted - ready,
  });
}
