import type { KubeObject, ObjectRef } from '@flotilla/drift';
import type { Change } from './change/change';
import type { FleetFiles } from './files';
import type { FleetSources } from './load/sources';
import type { Problem } from './problems';
const soon = (): never => {
  throw new Error('not built yet');
};
export interface ObjectName {
  kind: string;
  namespace?: string;
  name: string;
}
export interface Explanation {
  value: unknown;
  layers: { layer: string; path: string; line: number; value: unknown }[];
  locked?: { path: string; line: number };
}
export function explain(
  _fleet: FleetSources,
  _cluster: string,
  _object: ObjectName,
  _pointer: string,
): Explanation {
  return soon();
}
export interface FieldChange {
  path: string;
  fieldPath: string;
  before?: unknown;
  after?: unknown;
}
export interface ObjectChange {
  op: 'add' | 'change' | 'remove';
  ref: ObjectRef;
  part?: string;
  fields: FieldChange[];
}
export function diffObjects(
  _before: readonly KubeObject[],
  _after: readonly KubeObject[],
): ObjectChange[] {
  return soon();
}
export interface ClusterForm {
  /** JSON Schema of the variables still settable. */
  schema: Record<string, unknown>;
  locked: {
    name: string;
    title?: string;
    value: unknown;
    reason: string;
    path: string;
    line: number;
  }[];
  variants: { name: string; description?: string }[];
  components: {
    name: string;
    version: string;
    required: boolean;
    layer: string;
  }[];
}
export function clusterForm(
  _fleet: FleetSources,
  _choice: {
    model: { name: string; version: string };
    provider: string;
    variant?: string;
  },
): ClusterForm {
  return soon();
}
export interface PlannedChange {
  written: Map<string, string | null>;
  rendered: Map<string, string | null>;
  problems: Problem[];
}
export function planChange(_files: FleetFiles, _change: Change): PlannedChange {
  return soon();
}
export function modelVersions(_fleet: FleetSources): {
  name: string;
  versions: { version: string; draft: boolean; description?: string }[];
}[] {
  return soon();
}
export function newerVersions(
  _fleet: FleetSources,
  _of: { name: string; version: string },
): string[] {
  return soon();
}
