export { flotillaApiRef } from './FlotillaApi';
export type {
  CallOptions,
  ClusterRef,
  FlotillaApi,
  FormQuery,
} from './FlotillaApi';
export { FlotillaClient } from './FlotillaClient';
export { HubError, type HubErrorKind } from './HubError';
