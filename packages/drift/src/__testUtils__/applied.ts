import { pointerOf } from '../path/step';
import { lookUp } from '../path/lookUp';
import { canonicalJson } from '../scalar/canonicalJson';
import {
  Author,
  Expectation,
  HandSubject,
  changed,
  jsonPatch,
  mergePatch,
  updater,
} from './expectation';
import { edited } from './mutate';
import { OwnedLeaf } from './ownedLeaves';
import { placeIn } from './placeIn';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const KUBECTL: Author = { name: 'kubectl', operation: 'Apply' };

/**
 * Applies Git's manifest with one value changed, as `kubectl apply` does.
 *
 * @returns undefined where the manifest has no such place, or the server refuses
 */
export async function applyByHand(
  subject: HandSubject,
  leaf: OwnedLeaf,
  value: unknown,
): Promise<Expectation | undefined> {
  const manifest = edited(subject.manifest, leaf.steps, value);
  const isThere =
    canonicalJson(lookUp(manifest, leaf.steps)) === canonicalJson(value);
  if (!isThere) return undefined;
  return subject.random() < 0.5
    ? applyOnServer(subject, leaf, manifest)
    : applyFromClient(subject, leaf, value, manifest);
}

/** `kubectl apply --server-side --force-conflicts`. */
async function applyOnServer(
  { kubernetes, path }: HandSubject,
  leaf: OwnedLeaf,
  manifest: HandSubject['manifest'],
): Promise<Expectation | undefined> {
  const query = `?fieldManager=${KUBECTL.name}&force=true`;
  const apply = (body: object) => ({
    method: 'PATCH',
    contentType: 'application/apply-patch+yaml',
    body,
  });
  const { status, body } = await kubernetes.request(
    `${path}${query}`,
    apply(manifest),
  );
  if (status >= 300) return undefined;
  const { apiVersion, kind, metadata } = manifest;
  const { name, namespace } = metadata;
  const nothing = { apiVersion, kind, metadata: { name, namespace } };
  return {
    ...changed(leaf, body, KUBECTL),
    undo: { query, ...apply(nothing) },
  };
}

/** `kubectl apply`: what differs, and a note of what was applied. */
async function applyFromClient(
  { kubernetes, path, live }: HandSubject,
  leaf: OwnedLeaf,
  value: unknown,
  manifest: HandSubject['manifest'],
): Promise<Expectation | undefined> {
  const note = placeIn(live, [
    { kind: 'field', name: 'metadata' },
    { kind: 'field', name: 'annotations' },
    { kind: 'field', name: LAST_APPLIED },
  ]);
  const manager = 'kubectl-client-side-apply';
  const { annotations = {} } = live.metadata;
  const { status, body } = await kubernetes.request(
    `${path}?fieldManager=${manager}`,
    jsonPatch([
      { op: 'add', path: '/metadata/annotations', value: annotations },
      {
        op: 'add',
        path: pointerOf(note),
        value: JSON.stringify(manifest),
      },
      { op: 'replace', path: pointerOf(placeIn(live, leaf.steps)), value },
    ]),
  );
  if (status >= 300) return undefined;
  return {
    ...changed(leaf, body, updater(manager)),
    undo: mergePatch({ metadata: { annotations: { [LAST_APPLIED]: null } } }),
  };
}
