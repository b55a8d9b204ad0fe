import { FLUX, KubeRequest } from '@flotilla/testbed';
import { treeOf } from '../managers/ownedFields';
import { KubeObject } from '../object';
import { parseFieldPath } from '../path/fieldPath';
import { lookUp } from '../path/lookUp';
import { pointerOf } from '../path/step';
import { applyByHand } from './applied';
import {
  Expectation,
  HandSubject,
  changed,
  jsonPatch,
  mergePatch,
  updater,
} from './expectation';
import { otherThan } from './mutate';
import { OwnedLeaf, ownedLeaves } from './ownedLeaves';
import { placeIn } from './placeIn';
import { pick } from './random';

/** What people do to objects by hand. */
export type HandChange =
  | 'edit'
  | 'apply'
  | 'scale'
  | 'set image'
  | 'label'
  | 'delete';

type Change = (subject: HandSubject) => Promise<Expectation | undefined>;

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

const CHANGES: Readonly<Record<HandChange, Change>> = {
  delete: async subject => {
    const { live } = subject;
    if (NEVER_DELETED.has(live.kind) || removesItself(live)) return undefined;
    const request = { method: 'DELETE' };
    const done = await send(subject, '?propagationPolicy=Background', request);
    return done && { state: 'Missing' };
  },

  scale: async subject => {
    const fieldPath = '.spec.replicas';
    const replicas = lookUp(subject.live, parseFieldPath(fieldPath));
    const isDeclared = leavesOf(subject).some(
      leaf => leaf.fieldPath === fieldPath,
    );
    if (!isDeclared || typeof replicas !== 'number') return undefined;
    const body = { spec: { replicas: replicas + 1 } };
    const place = { fieldPath, value: replicas + 1 };
    const done = await send(
      subject,
      '/scale?fieldManager=kubectl',
      mergePatch(body),
    );
    return (
      done && {
        state: 'Modified',
        place,
        author: updater('kubectl', 'scale'),
      }
    );
  },

  'set image': async subject => {
    if (!WORKLOADS.has(subject.live.kind)) return undefined;
    const images = leavesOf(subject).filter(leaf =>
      leaf.fieldPath.endsWith('.image'),
    );
    return images.length > 0
      ? replaced(subject, pick(images, subject.random), 'kubectl-set')
      : undefined;
  },

  label: async subject => {
    const name = `by-hand-${Math.floor(subject.random() * 1e6)}`;
    const patch = (value: string | null) =>
      mergePatch({ metadata: { labels: { [name]: value } } });
    const done = await send(subject, '?fieldManager=kubectl-label', patch('x'));
    return (
      done && {
        state: 'Modified',
        place: { fieldPath: `.metadata.labels.${name}`, value: 'x' },
        author: updater('kubectl-label'),
        undo: patch(null),
      }
    );
  },

  edit: subject =>
    changeSomeValue(subject, leaf => replaced(subject, leaf, 'kubectl-edit')),

  apply: subject =>
    changeSomeValue(subject, leaf =>
      applyByHand(subject, leaf, otherValue(subject, leaf)),
    ),
};

/**
 * Changes a live object as a person would with kubectl.
 *
 * @returns what must be found; undefined where the change isn't possible on this object
 */
export function changeByHand(
  subject: HandSubject,
  change: HandChange,
): Promise<Expectation | undefined> {
  return CHANGES[change](subject);
}

/** Many changes aren't allowed: some tries, then another object. */
async function changeSomeValue(
  subject: HandSubject,
  attempt: (leaf: OwnedLeaf) => Promise<Expectation | undefined>,
): Promise<Expectation | undefined> {
  const values = leavesOf(subject).filter(
    leaf =>
      !leaf.isItem &&
      otherThan(lookUp(subject.live, leaf.steps), 0) !== undefined,
  );
  for (let i = 0; i < 5 && values.length > 0; i++) {
    const expected = await attempt(pick(values, subject.random));
    if (expected) return expected;
  }
  return undefined;
}

async function replaced(
  subject: HandSubject,
  leaf: OwnedLeaf,
  manager: string,
): Promise<Expectation | undefined> {
  const { kubernetes, path, live } = subject;
  const at = pointerOf(placeIn(live, leaf.steps));
  const value = otherValue(subject, leaf);
  const { status, body } = await kubernetes.request(
    `${path}?fieldManager=${manager}`,
    jsonPatch([{ op: 'replace', path: at, value }]),
  );
  return status < 300 ? changed(leaf, body, updater(manager)) : undefined;
}

function leavesOf({ live }: HandSubject): OwnedLeaf[] {
  return ownedLeaves(live, FLUX);
}

function otherValue({ live, random }: HandSubject, leaf: OwnedLeaf): unknown {
  return otherThan(lookUp(live, leaf.steps), Math.floor(random() * 100));
}

/** @returns undefined where the server refuses */
async function send(
  { kubernetes, path }: HandSubject,
  query: string,
  request: KubeRequest,
): Promise<true | undefined> {
  const { status } = await kubernetes.request(`${path}${query}`, request);
  return status < 300 ? true : undefined;
}
