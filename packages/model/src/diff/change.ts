import type { ObjectRef } from '@flotilla/drift';

/** One field that differs between two states of an object. @public */
export interface FieldChange {
  /** RFC 6901 pointer: into the state after, or for what is gone into the state before. */
  path: string;
  /** The same place with list keys: `.spec.containers[name="app"].image`. */
  fieldPath: string;
  /** Absent where the field is new. */
  before?: unknown;
  /** Absent where the field is gone. */
  after?: unknown;
}

/** What a change does beyond the object itself, in a word. @public */
export type ConsequenceMark =
  | 'RestartsPods'
  | 'StopsWorkload'
  | 'ReplacesMachines'
  | 'RemovesMachines'
  | 'Recreates'
  | 'DeletesData'
  | 'DeletesNamespace'
  | 'StaysBehind'
  | 'InterruptsTraffic'
  | 'WidensRights';

/** Marks as people read them, the gravest first. @public */
export const CONSEQUENCE_WORDS: Readonly<Record<ConsequenceMark, string>> = {
  DeletesData: 'deletes data',
  DeletesNamespace: 'deletes a namespace',
  RemovesMachines: 'removes machines',
  ReplacesMachines: 'replaces machines',
  Recreates: 'must be recreated',
  StopsWorkload: 'stops a workload',
  InterruptsTraffic: 'interrupts traffic',
  WidensRights: 'widens rights',
  RestartsPods: 'restarts pods',
  StaysBehind: 'stays behind',
};

/** What a change does beyond the object itself, and why. @public */
export interface Consequence {
  mark: ConsequenceMark;
  /** A sentence for whoever reviews the change. */
  reason: string;
}

/** One object that differs between two states of a cluster. @public */
export interface ObjectChange {
  op: 'add' | 'change' | 'remove';
  ref: ObjectRef;
  /** The rendered part, where known. */
  part?: string;
  /** Empty for objects that are new or gone as a whole. */
  fields: FieldChange[];
  /** The gravest first; empty where the change is only what it shows. */
  consequences: Consequence[];
}
