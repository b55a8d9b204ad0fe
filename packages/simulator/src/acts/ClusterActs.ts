import { Engine } from '../engine/Engine';
import { KUSTOMIZATION, OWNER_NAME } from '../engine/fluxTypes';
import { KindRegistry } from '../schema/KindRegistry';
import { ApiServer } from '../store/ApiServer';
import { Timeline } from '../Timeline';
import {
  copy,
  ensureObject,
  isJsonObject,
  JsonObject,
  listAt,
  mergePatch,
  objectAt,
  stringAt,
} from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { Target, targetOf } from '../store/Target';
import { maps } from '../defaulting/fill';

/**
 * A change that a person or a tool makes to one object, as that tool would.
 *
 * @public
 */
export interface Edit {
  kind: string;
  /** Found by the kind where it's left out. */
  apiVersion?: string;
  namespace?: string;
  name: string;
  /** An RFC 7386 merge patch of the object. */
  patch?: JsonObject;
  /** Sets the image of a container, the first one unless named. */
  image?: { container?: string; image: string };
  /** Writes the scale subresource. */
  replicas?: number;
  /** The name that the tool gives itself, such as `kubectl-edit` or `Lens`. */
  manager: string;
}

/**
 * What can go wrong in a cluster on purpose.
 *
 * - `slow-rollout`: Deployments and machines stay in progress
 * - `broken-commit`: a live Deployment differs in an immutable field, so that the engine's dry run fails
 * - `offline`: the API doesn't answer
 *
 * @public
 */
export type Fault = 'slow-rollout' | 'broken-commit' | 'offline';

/** Marks a Deployment that `broken-commit` replaced. */
const REPLACED = 'acme.example/replaced-by-hand';

/** What acts need of the cluster that they happen to. */
export interface ActedOn {
  readonly name: string;
  readonly api: ApiServer;
  readonly kinds: KindRegistry;
  readonly engine: Engine;
  readonly http: { offline: boolean };
  /** Whether rollouts stay in progress. */
  stuck: boolean;
  readonly surroundings: {
    timeline: Timeline;
    onError: (error: unknown, during: string) => void;
  };
}

/** Things that happen to a cluster: edits by people and tools, faults, and their undoing. */
export class ClusterActs {
  readonly #fights = new Map<
    string,
    { edit: Edit; seconds: number; stop: () => void }
  >();

  constructor(readonly cluster: ActedOn) {}

  /** @throws Error when the cluster has no such object */
  edit(edit: Edit): KubeObject {
    const { api } = this.cluster;
    const target = this.#target(edit);
    if (edit.replicas !== undefined)
      return api.scale(target, edit.replicas, edit.manager);
    return api.update(
      target,
      draft => {
        const patched = edit.patch ? mergePatch(draft, edit.patch) : draft;
        if (isJsonObject(patched)) Object.assign(draft, patched);
        if (edit.image) setImage(draft, edit.image);
      },
      { manager: edit.manager },
    );
  }

  /** Repeats an edit every so many seconds, against an engine that keeps putting it back. */
  fight(edit: Edit, seconds: number): void {
    const key = `${edit.kind}/${edit.namespace ?? ''}/${edit.name}`;
    this.#fights.get(key)?.stop();
    const { timeline, onError } = this.cluster.surroundings;
    const again = () => {
      try {
        this.edit(edit);
      } catch (error) {
        onError(error, `${this.cluster.name}: repeating an edit of ${key}`);
      }
    };
    const stop = timeline.every(seconds * 1000, again);
    this.#fights.set(key, { edit, seconds, stop });
    again();
  }

  /** The fights that go on, to be kept over a restart. */
  fights(): { edit: Edit; seconds: number }[] {
    return [...this.#fights.values()].map(({ edit, seconds }) => ({
      edit,
      seconds,
    }));
  }

  delete(target: {
    kind: string;
    apiVersion?: string;
    namespace?: string;
    name: string;
  }): void {
    this.cluster.api.delete(this.#target(target));
  }

  /** Suspends the engine's Kustomizations, as `flux suspend kustomization --all` does. */
  suspend(name?: string): void {
    this.#setSuspended(true, name);
  }

  resume(name?: string): void {
    this.#setSuspended(false, name);
  }

  setFault(fault: Fault): void {
    if (fault === 'slow-rollout') this.cluster.stuck = true;
    else if (fault === 'offline') this.cluster.http.offline = true;
    else this.#replaceDeployment();
  }

  /** Ends every fault and fight, resumes the engine, and lets it put everything right. */
  heal(): void {
    for (const { stop } of this.#fights.values()) stop();
    this.#fights.clear();
    this.cluster.http.offline = false;
    const { api } = this.cluster;
    for (const deployment of api.list('apps/v1', 'Deployment')) {
      if (deployment.metadata.annotations?.[REPLACED])
        api.delete(targetOf(deployment));
    }
    this.cluster.stuck = false;
    this.resume();
    this.cluster.engine.tick();
  }

  #setSuspended(suspend: boolean, name: string | undefined): void {
    const { api, engine } = this.cluster;
    for (const kustomization of engine.kustomizations()) {
      if (name !== undefined && kustomization.metadata.name !== name) continue;
      const target: Target = { ...targetOf(kustomization), ...KUSTOMIZATION };
      api.update(
        target,
        draft => {
          const spec = ensureObject(draft, 'spec');
          if (suspend) spec.suspend = true;
          else delete spec.suspend;
        },
        { manager: 'flux' },
      );
    }
  }

  /** Somebody replaced a Deployment by one with another selector, which can't be changed back in place. */
  #replaceDeployment(): void {
    const { api } = this.cluster;
    const victim = api
      .list('apps/v1', 'Deployment')
      .find(({ metadata }) =>
        metadata.labels?.[OWNER_NAME]?.startsWith('components-'),
      );
    if (!victim)
      throw new Error(
        `${this.cluster.name} has no Deployment that the engine applied`,
      );
    const replaced = copy<KubeObject>(victim);
    replaced.metadata = {
      name: victim.metadata.name,
      namespace: victim.metadata.namespace,
      labels: victim.metadata.labels,
      annotations: { [REPLACED]: 'true' },
    };
    for (const path of [
      ['spec', 'selector', 'matchLabels'],
      ['spec', 'template', 'metadata', 'labels'],
    ]) {
      const labels = objectAt(replaced, ...path);
      if (labels) labels['app.kubernetes.io/instance'] = 'hotfix';
    }
    api.delete(targetOf(victim));
    api.create(replaced, { manager: 'kubectl-replace' });
  }

  #target(named: {
    kind: string;
    apiVersion?: string;
    namespace?: string;
    name: string;
  }): Target {
    const { kinds, name: clusterName } = this.cluster;
    const kind = kinds.all().find(each => each.kind === named.kind);
    const apiVersion =
      named.apiVersion ??
      (kind &&
        (kind.group === '' ? kind.version : `${kind.group}/${kind.version}`));
    if (!apiVersion)
      throw new Error(
        `cluster ${clusterName} doesn't serve the kind ${named.kind}`,
      );
    const target: Target = {
      apiVersion,
      kind: named.kind,
      ...(named.namespace ? { namespace: named.namespace } : {}),
      name: named.name,
    };
    if (!this.cluster.api.find(target)) {
      throw new Error(
        `cluster ${clusterName} has no ${named.kind} ${named.namespace ?? ''}/${
          named.name
        }`,
      );
    }
    return target;
  }
}

function setImage(
  object: KubeObject,
  { container, image }: { container?: string; image: string },
): void {
  const containers = maps(
    listAt(object, 'spec', 'template', 'spec', 'containers'),
  );
  const found =
    container === undefined
      ? containers[0]
      : containers.find(each => stringAt(each, 'name') === container);
  if (!found)
    throw new Error(
      `${object.kind} ${object.metadata.name} has no container ${
        container ?? ''
      }`,
    );
  found.image = image;
}

/** An edit as it was kept. */
export function readFight(
  kept: JsonObject,
): { edit: Edit; seconds: number } | undefined {
  const edit = objectAt(kept, 'edit');
  const kind = stringAt(edit, 'kind');
  const name = stringAt(edit, 'name');
  const manager = stringAt(edit, 'manager');
  if (!edit || !kind || !name || !manager) return undefined;
  const namespace = stringAt(edit, 'namespace');
  const patch = objectAt(edit, 'patch');
  const image = stringAt(edit, 'image', 'image');
  const container = stringAt(edit, 'image', 'container');
  return {
    seconds: Number(kept.seconds),
    edit: {
      kind,
      name,
      manager,
      ...(namespace ? { namespace } : {}),
      ...(patch ? { patch } : {}),
      ...(image
        ? { image: { image, ...(container ? { container } : {}) } }
        : {}),
      ...(typeof edit.replicas === 'number' ? { replicas: edit.replicas } : {}),
    },
  };
}
