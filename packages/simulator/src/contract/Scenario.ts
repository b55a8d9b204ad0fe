import { JsonObject, listAt, objectAt, stringAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { Target, targetOf } from '../store/Target';
import { ContractCluster, Outcome } from './ContractCluster';
import { normal } from './normal';
import { objectPath } from './paths';

/** What somebody does, in a namespace of the scenario's own. */
export interface Scenario {
  name: string;
  play(stage: Stage): Promise<void>;
}

/** What was seen after each thing that was done. */
export type Seen = { did: string; outcome?: Outcome; object?: unknown };

/** Annotations that controllers of Kubernetes keep for themselves. */
const BY_CONTROLLERS = /^(deployment|pv)\.kubernetes\.io\//;

/** Milliseconds that controllers get. */
const PATIENCE = 40_000;

/** Where a scenario is played: does things to a cluster, and notes what comes of them. */
export class Stage {
  readonly seen: Seen[] = [];

  constructor(readonly cluster: ContractCluster, readonly namespace: string) {}

  async create(object: KubeObject, manager = 'kubectl-create'): Promise<void> {
    await this.#note(`create ${object.kind}`, targetOf(object), () =>
      this.cluster.create(object, manager),
    );
  }

  async apply(
    object: KubeObject,
    manager = 'kustomize-controller',
    force = true,
  ): Promise<void> {
    await this.#note(`apply ${object.kind}`, targetOf(object), () =>
      this.cluster.apply(object, manager, force),
    );
  }

  async patch(
    target: Target,
    patch: JsonObject,
    manager = 'kubectl-edit',
  ): Promise<void> {
    await this.#note(`patch ${target.kind}`, target, () =>
      this.cluster.patch(target, patch, manager),
    );
  }

  async scale(target: Target, replicas: number): Promise<void> {
    await this.#note(`scale ${target.kind}`, target, () =>
      this.cluster.scale(target, replicas, 'kubectl'),
    );
  }

  async delete(target: Target): Promise<void> {
    await this.#note(`delete ${target.kind}`, target, () =>
      this.cluster.delete(target),
    );
  }

  /** Waits for what controllers bring about, and notes the object as it is then. */
  async settled(
    target: Target,
    isSettled: (object: JsonObject) => boolean,
  ): Promise<void> {
    const giveUp = Date.now() + PATIENCE;
    for (;;) {
      const { status, body } = await this.cluster.get(objectPath(target));
      if (status === 200 && isSettled(body)) {
        this.seen.push({ did: `${target.kind} settled`, object: normal(body) });
        return;
      }
      if (Date.now() > giveUp) {
        throw new Error(
          `${target.kind} ${target.name} never settles: ${JSON.stringify(
            body,
          )}`,
        );
      }
      await new Promise(again => setTimeout(again, 50));
    }
  }

  /** Waits until an object is gone. */
  async gone(target: Target): Promise<void> {
    const giveUp = Date.now() + PATIENCE;
    while ((await this.cluster.get(objectPath(target))).status !== 404) {
      if (Date.now() > giveUp) throw new Error(`${target.name} never goes`);
      await new Promise(again => setTimeout(again, 50));
    }
    this.seen.push({ did: `${target.kind} is gone` });
  }

  async #note(
    did: string,
    target: Target,
    act: () => Promise<Outcome>,
  ): Promise<void> {
    const outcome = await act();
    const { status, body } = await this.cluster.get(objectPath(target));
    this.seen.push({
      did,
      outcome,
      object: status === 200 ? normal(asWritten(body)) : status,
    });
  }
}

/** An object without what controllers may or may not have made of it by now. */
function asWritten(object: JsonObject): JsonObject {
  const { status: _, ...rest } = object;
  const metadata = objectAt(rest, 'metadata') ?? {};
  const { annotations: all, ...others } = metadata;
  const annotations = Object.entries(objectAt({ all }, 'all') ?? {}).filter(
    ([name]) => !BY_CONTROLLERS.test(name),
  );
  const managedFields = listAt(metadata, 'managedFields').filter(
    entry =>
      stringAt(entry, 'subresource') !== 'status' &&
      stringAt(entry, 'manager') !== 'kube-controller-manager',
  );
  return {
    ...rest,
    metadata: {
      ...others,
      managedFields,
      ...(annotations.length > 0
        ? { annotations: Object.fromEntries(annotations) }
        : {}),
    },
  };
}
