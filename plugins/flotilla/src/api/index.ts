export { flotillaApiRef } from './FlotillaApi';
export type {
  CallOptions,
  ClusterQuery,
  ClusterRef,
  FlotillaApi,
  FormQuery,
  RequestQuery,
} from './FlotillaApi';
export { FlotillaClient } from './FlotillaClient';
export { HubError, type HubErrorKind } from './HubError';
