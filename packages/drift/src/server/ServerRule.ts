/** Fields beside a field, by name. */
export type Neighbours = Readonly<Record<string, unknown>>;

/** Where a value stands: what the server writes there may follow from it. */
export interface Surroundings {
  live: Neighbours;
  declared: Neighbours;
  /** The pod's spec around it, as live has it. */
  pod: Neighbours;
}

/** Values, or whether a value is one that the server writes. */
export type Written =
  | readonly unknown[]
  | ((value: unknown, around: Surroundings) => boolean);

/**
 * Fields that the API server or its admission writes by itself. Whoever
 * updates an object comes to own them, without having chosen them.
 */
export interface ServerRules {
  /** `group/Kind`; absent for every kind that Kubernetes itself has. */
  kinds?: readonly string[];
  /**
   * Path → what the server writes there. `[]` is any list item, `pod`
   * wherever a pod's spec stands, `container` any container in it.
   */
  fields: Readonly<Record<string, Written>>;
  reason: string;
  source: string;
}

/** Any value: the cluster allots it. */
export const ANY: Written = () => true;

/** Something empty, which says the same as nothing there. */
export const EMPTY: Written = value =>
  value === null ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/** The same value as a neighbouring field. */
export function sameAs(name: string): Written {
  return (value, { live }) => value === live[name];
}

/** Kubernetes' source, at the version that the rules were read from. */
export const KUBERNETES =
  'https://github.com/kubernetes/kubernetes/blob/v1.36.3';
