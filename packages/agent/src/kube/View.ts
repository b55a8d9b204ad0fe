import { KindSchema, KubeObject, ObjectRef } from '@flotilla/drift';
import { Sight } from './Sight';

/** A kind, or one object of it. */
export interface Seen {
  group: string;
  kind: string;
  namespace?: string;
  name?: string;
}

/** What is seen of a cluster. */
export interface View {
  find(ref: ObjectRef): KubeObject | undefined;
  objects(kind: { group: string; kind: string }): KubeObject[];
  sight(seen: Seen): Sight;
  /** What the cluster's own OpenAPI documents say of a kind; undefined until they are read. */
  schema(ref: ObjectRef): KindSchema | undefined;
  /** Rises whenever a schema changes. */
  readonly schemaVersion: number;
}
