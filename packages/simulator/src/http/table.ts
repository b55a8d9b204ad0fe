import { JsonObject } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { partialMetadata } from './representation';

const COLUMNS: JsonObject[] = [
  {
    name: 'Name',
    type: 'string',
    format: 'name',
    description: 'Name of the object',
    priority: 0,
  },
  {
    name: 'Age',
    type: 'string',
    format: '',
    description: 'Time since its creation',
    priority: 0,
  },
];

/** Rows for `kubectl get`: name and age. */
export function table(
  objects: readonly KubeObject[],
  metadata: JsonObject,
  now: Date,
  withColumns: boolean = true,
): JsonObject {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: withColumns ? COLUMNS : null,
    rows: objects.map(object => ({
      cells: [
        object.metadata.name,
        age(object.metadata.creationTimestamp, now),
      ],
      object: partialMetadata(object),
    })),
  };
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
