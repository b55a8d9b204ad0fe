export { assembleRequests } from './assemble';
export type { Requests, RequestsOptions } from './assemble';
export type { ClusterProgress } from './RequestTracker';
