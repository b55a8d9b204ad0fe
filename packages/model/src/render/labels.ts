/** By which cluster and by what every rendered object is labelled. */
export const CLUSTER_LABEL = 'flotilla.dev/cluster';
export const MANAGED_BY_LABEL = 'app.kubernetes.io/managed-by';
/** What an object of the engine applies. */
export const PART_ANNOTATION = 'flotilla.dev/part';
export const WORKSPACE_LABEL = 'flotilla.dev/workspace';
/** Marks what newer machines no longer use, with the name of what took its place. */
export const SUPERSEDED_BY = 'flotilla.dev/superseded-by';
