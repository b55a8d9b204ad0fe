export { assembleRequests } from './assemble';
export type { Requests, RequestsOptions } from './assemble';
export { withoutRequest } from './requestEvents';
export type { Requester, RequestViewer } from './RequestViewer';
export type { ClusterProgress } from './RequestTracker';
