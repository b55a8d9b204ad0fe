import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { FlotillaService } from './FlotillaService';
import { HubClient } from './HubClient';

/**
 * The hub, for the backend plugins and modules that depend on it. Works wherever the hub runs, in this backend
 * or in another.
 *
 * @public
 */
export const flotillaServiceRef = createServiceRef<FlotillaService>({
  id: 'flotilla.hub',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { discovery: coreServices.discovery, auth: coreServices.auth },
      factory: ({ discovery, auth }) => new HubClient(discovery, auth),
    }),
});
