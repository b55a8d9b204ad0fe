import type { operations } from './generated/openapi';

/** What to list clusters by. Values of one list are alternatives. @public */
export type ClusterQuery = NonNullable<
  operations['ListClusters']['parameters']['query']
>;

/** What to list requests by. @public */
export type RequestQuery = NonNullable<
  operations['ListRequests']['parameters']['query']
>;
