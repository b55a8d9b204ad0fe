import { ObjectRef } from './object';

/**
 * How an object in a cluster stands to what Git says.
 *
 * @public
 */
export type DriftState =
  | 'InSync'
  | 'Modified'
  | 'Missing'
  | 'Orphaned'
  | 'Unmanaged'
  | 'NotApplied'
  | 'Excluded'
  | 'Unknown';

/**
 * How much a difference matters, in rising order.
 *
 * @public
 */
export type Severity = 'low' | 'medium' | 'high' | 'critical';

/**
 * Who owns a field, as the API server noted it in `managedFields`.
 *
 * @public
 */
export interface FieldManager {
  name: string;
  operation: 'Apply' | 'Update';
  subresource?: string;
  /** RFC 3339 UTC: the manager's last change. */
  time?: string;
}

/**
 * A value on one side of a difference. Values of Secrets and values that look
 * like secrets are hidden.
 *
 * @public
 */
export type DriftValue =
  | { value: unknown }
  | {
      hidden: true;
      /** Characters of the hidden text. */
      length?: number;
      /** Equal for equal values of one cluster; only with a key. */
      hmac?: string;
    };

/**
 * One field that differs. `op` leads from desired to live, as in RFC 6902.
 *
 * @public
 */
export interface FieldDrift {
  op: 'add' | 'replace' | 'remove';
  /** RFC 6901 pointer: into the live object, or for `remove` into the desired one. */
  path: string;
  /** The same place with list keys: `.spec.containers[name="app"].image`. */
  fieldPath: string;
  desired?: DriftValue;
  live?: DriftValue;
  manager?: FieldManager;
  /** RFC 3339 UTC: since when it differs, as far as the object itself tells. */
  since?: string;
  severity: Severity;
  /** The API server refuses to change it in place: to put it back the object must be made anew. */
  immutable?: true;
  /** Why this isn't drift; only in `ignored`. */
  ignoredBy?: IgnoredBy;
}

/**
 * Why a difference isn't drift.
 *
 * @public
 */
export interface IgnoredBy {
  reason: string;
  /** The ignore rule, where it is one. */
  rule?: IgnoreRule;
}

/**
 * What comparing one object gave.
 *
 * @public
 */
export interface ObjectDrift {
  ref: ObjectRef;
  state: DriftState;
  /** The highest severity of the findings; absent when there is nothing to tell. */
  severity?: Severity;
  reason?: string;
  fields: FieldDrift[];
  ignored: FieldDrift[];
  /** Who put an `Unmanaged` object there. */
  manager?: FieldManager;
  /** Why the whole object is `Excluded`. */
  ignoredBy?: IgnoredBy;
  /** By its declared fields, by what the API server would change of them, or by what the engine answers for. */
  method: 'DeclaredFields' | 'DryRun' | 'Inventory';
  /** Why the comparison knew less than the cluster could tell: its schema of the kind wasn't there. */
  degraded?: string;
}

/**
 * Differences that aren't drift. Without `paths`, `fieldPaths` and `managers`
 * the whole object is excluded.
 *
 * @public
 */
export interface IgnoreRule {
  target: {
    /** API group; absent for any, empty for the core group. */
    group?: string;
    kind?: string;
    /** A regular expression that matches the whole name. */
    name?: string;
    namespace?: string;
  };
  /** RFC 6901 pointers; each covers what is below it. */
  paths?: string[];
  /** Paths with list keys: `.spec.containers[name="app"].resources`; `[*]` is any item. */
  fieldPaths?: string[];
  /** Field managers whose changes are ignored; `*` at the end is a wildcard. */
  managers?: string[];
  reason: string;
  /** Date or RFC 3339 time after which the rule stops working. */
  expires?: string;
}

/**
 * Drift that the GitOps engine has put back by itself.
 *
 * @public
 */
export interface CorrectedDrift {
  ref: ObjectRef;
  part?: string;
  fields: FieldDrift[];
  /** Who made the change; absent when an object was deleted, which leaves no author. */
  manager?: FieldManager;
  /** Who put it back. */
  correctedBy?: FieldManager;
  /** RFC 3339 UTC: the latest time the change was seen. */
  detectedAt: string;
  /** RFC 3339 UTC: the latest time it was put back. */
  correctedAt: string;
  /** How often the same manager changed the same fields of this object. */
  count: number;
}
