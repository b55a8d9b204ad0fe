import { KubeObject } from '@flotilla/drift';
import { isMap } from '../json';

/** Whether JSON is a Kubernetes object: it says what it is, and its name. */
export function isKubeObject(value: unknown): value is KubeObject {
  return (
    isMap(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    isMap(value.metadata) &&
    typeof value.metadata.name === 'string'
  );
}

/** A kind in the version that is asked for. */
export interface Kind {
  group: string;
  version: string;
  kind: string;
}

export function kindKey({ group, kind }: { group: string; kind: string }) {
  return `${group}/${kind}`;
}

/** For people: `Deployment (apps/v1)`. */
export function kindTitle({ group, version, kind }: Kind): string {
  return `${kind} (${group ? `${group}/` : ''}${version})`;
}
