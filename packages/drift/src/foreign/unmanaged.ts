import { KubeObject, objectKey, objectRef } from '../object';
import { fieldManager } from '../managers/ownedFields';
import { managerKindOn } from '../managers/ownController';
import { severityOf } from '../severity/severityOf';
import { FieldManager, ObjectDrift } from '../types';
import { trackerOf } from './tracking';

/** Labels of what comes with a cluster, though a tool that people use too put it there. */
const CLUSTERS_OWN: readonly { label: string; source: string }[] = [
  {
    label: 'addonmanager.kubernetes.io/mode',
    source:
      'https://github.com/kubernetes/kubernetes/tree/v1.36.3/cluster/addons/addon-manager',
  },
];

/**
 * Whether an object that Git doesn't know was put there by somebody:
 * `Unmanaged` with who it was, else undefined. What an engine, a controller
 * or Kubernetes itself put there isn't told. Meant for the few kinds that a
 * fleet lists, such as ClusterRoleBinding.
 *
 * @param desired - what Git declares, by `objectKey`
 * @param controllers - further names of controllers that belong to the cluster
 *
 * @public
 */
export function unmanaged(
  object: KubeObject,
  desired: ReadonlySet<string>,
  controllers?: readonly string[],
): ObjectDrift | undefined {
  const ref = objectRef(object);
  const { ownerReferences, labels = {}, deletionTimestamp } = object.metadata;
  const isOwned = Array.isArray(ownerReferences) && ownerReferences.length > 0;
  if (desired.has(objectKey(ref)) || isOwned || deletionTimestamp) {
    return undefined;
  }
  const isClustersOwn = CLUSTERS_OWN.some(({ label }) => label in labels);
  if (isClustersOwn || trackerOf(object)) return undefined;
  const author = authorOf(object, controllers);
  if (author === 'machine') return undefined;
  return {
    ref,
    state: 'Unmanaged',
    severity: severityOf(ref, 'Unmanaged'),
    reason: author
      ? `${author.name} put it there; Git doesn't declare it.`
      : "Git doesn't declare it, and nothing tells who put it there.",
    ...(author ? { manager: author } : {}),
    fields: [],
    ignored: [],
    method: 'Inventory',
  };
}

/** Who made an object, as far as its managers tell; the earliest of them. */
function authorOf(
  object: KubeObject,
  controllers: readonly string[] | undefined,
): FieldManager | 'machine' | undefined {
  const entries = (object.metadata.managedFields ?? []).filter(
    entry => entry.subresource !== 'status',
  );
  const kinds = entries.map(entry =>
    managerKindOn(object, entry.manager ?? '', controllers),
  );
  if (kinds.includes('engine')) return 'machine';
  const hands = entries.filter(
    (_, at) => kinds[at] === 'person' || kinds[at] === 'unknown',
  );
  if (hands.length === 0) return entries.length > 0 ? 'machine' : undefined;
  const [first] = [...hands].sort((one, other) =>
    (one.time ?? '') < (other.time ?? '') ? -1 : 1,
  );
  return fieldManager(first);
}
