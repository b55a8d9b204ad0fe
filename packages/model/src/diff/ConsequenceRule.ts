import type { KubeObject } from '@flotilla/drift';
import type { ConsequenceMark, ObjectChange } from './change';

/** A change with both states of its object, as rules judge it. */
export interface JudgedChange extends Omit<ObjectChange, 'consequences'> {
  before?: KubeObject;
  after?: KubeObject;
}

/** What one kind of change does. Data: a rule says what it matches, its mark, and why. */
export interface ConsequenceRule {
  mark: ConsequenceMark;
  on: ObjectChange['op'];
  /** `group/Kind`, the core group being empty; `*` in either is anything. */
  kinds: readonly string[];
  /** Pointers: one of the changed fields must be one of them or below; `*` is one step. */
  fields?: readonly string[];
  /** What else must hold. */
  when?: (change: JudgedChange) => boolean;
  reason: string;
}
