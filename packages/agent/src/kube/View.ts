import { KubeObject, ObjectRef } from '@flotilla/drift';
import { Sight } from './Sight';

/** What is seen of a cluster. */
export interface View {
  find(ref: ObjectRef): KubeObject | undefined;
  objects(kind: { group: string; kind: string }): KubeObject[];
  sight(kind: { group: string; kind: string }): Sight;
}
