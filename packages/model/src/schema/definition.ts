import { groupOf } from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';
import { isRecord } from '../source/pointer';

/** What a CustomResourceDefinition says of the kind that it makes, as somebody wrote it. */
export interface Definition {
  /** Group and kind: `cert-manager.io/Issuer`. */
  key: string;
  group: string;
  kind: string;
  plural: unknown;
  scope: unknown;
  /** Absent where it says none. */
  versions?: readonly Record<string, unknown>[];
}

export function isDefinition(object: KubeObject): boolean {
  return (
    object.kind === 'CustomResourceDefinition' &&
    groupOf(object) === 'apiextensions.k8s.io'
  );
}

/** @returns nothing for any other object, and for one that names no kind */
export function definitionOf(object: KubeObject): Definition | undefined {
  const { spec } = object;
  if (!isDefinition(object) || !isRecord(spec)) return undefined;
  const { group, names, scope, versions } = spec;
  if (!isRecord(names)) return undefined;
  return {
    key: `${group}/${names.kind}`,
    group: String(group),
    kind: String(names.kind),
    plural: names.plural,
    scope,
    ...(Array.isArray(versions) && { versions: versions.filter(isRecord) }),
  };
}
