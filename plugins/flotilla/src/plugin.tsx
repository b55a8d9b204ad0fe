import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { RiShipLine } from '@remixicon/react';
import {
  clusterContent,
  clusterDriftCard,
  clusterStatusCard,
  fleetPage,
  flotillaApi,
} from './extensions';
import { formFields } from './fields';
import {
  fleetRouteRef,
  requestRouteRef,
  requestsRouteRef,
  templateFormRouteRef,
} from './routes';

/**
 * The fleet page, requests, the cluster's tab and cards in the catalog, and the fields of the forms.
 *
 * @public
 */
export const flotillaPlugin = createFrontendPlugin({
  pluginId: 'flotilla',
  title: 'Fleet',
  icon: <RiShipLine />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: fleetRouteRef,
    requests: requestsRouteRef,
    request: requestRouteRef,
  },
  externalRoutes: { templateForm: templateFormRouteRef },
  extensions: [
    flotillaApi,
    fleetPage,
    clusterContent,
    clusterStatusCard,
    clusterDriftCard,
    ...formFields,
  ],
});
