import { conditionOf } from '../engine/conditions';
import { numberAt, stringAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { resourceName } from '../store/StatusError';
import { Kind } from '../schema/kinds';

/** One column of `kubectl get`. */
export interface PrinterColumn {
  name: string;
  type: 'string' | 'integer';
  /** Reads the cell. `now` is there for ages. */
  cell: (object: KubeObject, now: Date) => string | number;
}

const AGE: PrinterColumn = {
  name: 'Age',
  type: 'string',
  cell: ({ metadata }, now) => age(metadata.creationTimestamp, now),
};

const text = (
  name: string,
  cell: (object: KubeObject) => string,
): PrinterColumn => ({ name, type: 'string', cell });

const count = (name: string, ...path: string[]): PrinterColumn => ({
  name,
  type: 'integer',
  cell: object => numberAt(object, ...path) ?? 0,
});

const READY = text('Ready', object =>
  String(conditionOf(object, 'Ready')?.status ?? 'Unknown'),
);
const STATUS = text('Status', object =>
  String(conditionOf(object, 'Ready')?.message ?? ''),
);
const PHASE = (name: string) =>
  text(name, object => stringAt(object, 'status', 'phase') ?? '');
const READY_OF_WANTED = text('Ready', object => {
  const ready = numberAt(object, 'status', 'readyReplicas') ?? 0;
  return `${ready}/${numberAt(object, 'spec', 'replicas') ?? 1}`;
});

/** What is printed between name and age, or after it, by resource; all others have name and age. */
const COLUMNS: Readonly<Record<string, readonly PrinterColumn[]>> = {
  'deployments.apps': [
    READY_OF_WANTED,
    count('Up-to-date', 'status', 'updatedReplicas'),
    count('Available', 'status', 'availableReplicas'),
    AGE,
  ],
  'statefulsets.apps': [READY_OF_WANTED, AGE],
  'daemonsets.apps': [
    count('Desired', 'status', 'desiredNumberScheduled'),
    count('Current', 'status', 'currentNumberScheduled'),
    count('Ready', 'status', 'numberReady'),
    count('Up-to-date', 'status', 'updatedNumberScheduled'),
    count('Available', 'status', 'numberAvailable'),
    AGE,
  ],
  namespaces: [PHASE('Status'), AGE],
  nodes: [
    text('Status', object =>
      conditionOf(object, 'Ready')?.status === 'True' ? 'Ready' : 'NotReady',
    ),
    text('Roles', rolesOf),
    AGE,
    text(
      'Version',
      object => stringAt(object, 'status', 'nodeInfo', 'kubeletVersion') ?? '',
    ),
  ],
  events: [
    text('Type', object => stringAt(object, 'type') ?? ''),
    text('Reason', object => stringAt(object, 'reason') ?? ''),
    text(
      'Object',
      object =>
        `${(
          stringAt(object, 'involvedObject', 'kind') ?? ''
        ).toLowerCase()}/${stringAt(object, 'involvedObject', 'name')}`,
    ),
    text('Message', object => stringAt(object, 'message') ?? ''),
  ],
  'kustomizations.kustomize.toolkit.fluxcd.io': [AGE, READY, STATUS],
  'helmreleases.helm.toolkit.fluxcd.io': [AGE, READY, STATUS],
  'gitrepositories.source.toolkit.fluxcd.io': [
    text('URL', object => stringAt(object, 'spec', 'url') ?? ''),
    AGE,
    READY,
    STATUS,
  ],
  'clusters.cluster.x-k8s.io': [PHASE('Phase'), AGE],
  'machines.cluster.x-k8s.io': [
    PHASE('Phase'),
    AGE,
    text('Version', object => stringAt(object, 'spec', 'version') ?? ''),
  ],
};

/** The columns after the name. */
export function printerColumns(kind: Kind): readonly PrinterColumn[] {
  return COLUMNS[resourceName(kind)] ?? [AGE];
}

function rolesOf({ metadata }: KubeObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.keys(metadata.labels ?? {})
    .filter(label => label.startsWith(prefix))
    .map(label => label.slice(prefix.length));
  return roles.join(',') || '<none>';
}

/** `45s`, `12m`, `5h`, `21d`: as kubectl prints ages. */
function age(created: string | undefined, now: Date): string {
  if (created === undefined) return '<unknown>';
  const seconds = Math.max(
    0,
    Math.floor((now.getTime() - Date.parse(created)) / 1000),
  );
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours}h` : `${Math.floor(hours / 24)}d`;
}
