import { isSchema } from '../schemas/packed';

/**
 * A Kubernetes object, as JSON.
 *
 * @public
 */
export interface TestObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

export function isTestObject(value: unknown): value is TestObject {
  return (
    isSchema(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    isSchema(value.metadata) &&
    typeof value.metadata.name === 'string'
  );
}

/** What tells an object from all others of a cluster. */
export function identity({ apiVersion, kind, metadata }: TestObject): string {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  return `${group}/${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
}
