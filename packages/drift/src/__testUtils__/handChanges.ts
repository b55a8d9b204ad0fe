import { ControlPlane, FLUX, KubeRequest } from '@flotilla/testbed';
import { lookUp } from '../path/lookUp';
import { pointerOf } from '../path/step';
import { treeOf } from '../managers/ownedFields';
import { KubeObject } from '../object';
import { placeIn } from './placeIn';
import { OwnedLeaf, ownedLeaves } from './ownedLeaves';
import { otherThan } from './mutate';
import { pick } from './random';

/** What people do to objects by hand. */
export const HAND_CHANGES = [
  'edit',
  'apply',
  'scale',
  'set image',
  'label',
  'delete',
] as const;
export type HandChange = (typeof HAND_CHANGES)[number];

/** What the engine must say of a change. */
export interface Expectation {
  state: 'Modified' | 'Missing';
  /** Of the place that was changed; absent where the whole object went. */
  fieldPath?: string;
  manager?: string;
  /** How to put it back where applying what Git says isn't enough. */
  undo?: KubeRequest;
}

const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);
/** What other objects of the corpus hang on. */
const NEVER_DELETED = new Set([
  'Namespace',
  'CustomResourceDefinition',
  'PersistentVolumeClaim',
  'ServiceAccount',
]);

/** Nobody can tell who took such a Job away. */
function removesItself({ kind, spec }: KubeObject): boolean {
  return kind === 'Job' && treeOf(spec).ttlSecondsAfterFinished !== undefined;
}

const JSON_PATCH = 'application/json-patch+json';
const MERGE_PATCH = 'application/merge-patch+json';

/**
 * Changes a live object as a person would with kubectl.
 *
 * @returns what must be found; undefined where the change isn't possible on this object
 */
export async function changeByHand(
  kubernetes: ControlPlane,
  { path, live }: { path: string; live: KubeObject },
  change: HandChange,
  random: () => number,
): Promise<Expectation | undefined> {
  const send = async (query: string, init: KubeRequest) =>
    (await kubernetes.request(`${path}${query}`, init)).status < 300;
  const leaves = ownedLeaves(live, FLUX);
  switch (change) {
    case 'delete': {
      if (NEVER_DELETED.has(live.kind) || removesItself(live)) return undefined;
      const done = await send('?propagationPolicy=Background', {
        method: 'DELETE',
      });
      return done ? { state: 'Missing' } : undefined;
    }
    case 'scale': {
      const fieldPath = '.spec.replicas';
      const replicas = lookUp(live, [
        { kind: 'field', name: 'spec' },
        { kind: 'field', name: 'replicas' },
      ]);
      const isDeclared = leaves.some(leaf => leaf.fieldPath === fieldPath);
      if (!isDeclared || typeof replicas !== 'number') return undefined;
      const done = await send('/scale?fieldManager=kubectl', {
        method: 'PATCH',
        contentType: MERGE_PATCH,
        body: { spec: { replicas: replicas + 1 } },
      });
      return done
        ? { state: 'Modified', fieldPath, manager: 'kubectl' }
        : undefined;
    }
    case 'set image': {
      if (!WORKLOADS.has(live.kind)) return undefined;
      const images = leaves.filter(leaf => leaf.fieldPath.endsWith('.image'));
      return images.length > 0
        ? replace(pick(images, random), 'kubectl-set')
        : undefined;
    }
    case 'label': {
      const name = `by-hand-${Math.floor(random() * 1e6)}`;
      const patch = (value: string | null): KubeRequest => ({
        method: 'PATCH',
        contentType: MERGE_PATCH,
        body: { metadata: { labels: { [name]: value } } },
      });
      const done = await send('?fieldManager=kubectl-label', patch('x'));
      return done
        ? {
            state: 'Modified',
            fieldPath: `.metadata.labels.${name}`,
            manager: 'kubectl-label',
            undo: patch(null),
          }
        : undefined;
    }
    default: {
      const values = leaves.filter(
        leaf =>
          !leaf.isItem && otherThan(lookUp(live, leaf.steps), 0) !== undefined,
      );
      const manager =
        change === 'edit' ? 'kubectl-edit' : 'kubectl-client-side-apply';
      // Many changes aren't allowed: some tries, then another object.
      for (let i = 0; i < 5 && values.length > 0; i++) {
        const expected = await replace(pick(values, random), manager);
        if (expected) return expected;
      }
      return undefined;
    }
  }

  async function replace(
    leaf: OwnedLeaf,
    manager: string,
  ): Promise<Expectation | undefined> {
    const value = otherThan(
      lookUp(live, leaf.steps),
      Math.floor(random() * 100),
    );
    const at = pointerOf(placeIn(live, leaf.steps));
    const { status, body } = await kubernetes.request(
      `${path}?fieldManager=${manager}`,
      {
        method: 'PATCH',
        contentType: JSON_PATCH,
        body: [{ op: 'replace', path: at, value }],
      },
    );
    if (status >= 300) return undefined;
    const { fieldPath } = leaf;
    // A `false` that a server doesn't keep is a field that is gone, which nobody owns.
    return lookUp(body, leaf.steps) === undefined
      ? { state: 'Modified', fieldPath }
      : { state: 'Modified', fieldPath, manager };
  }
}
