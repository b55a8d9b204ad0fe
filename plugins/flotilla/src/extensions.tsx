import {
  ApiBlueprint,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import {
  ANNOTATION_CLUSTER,
  ENTITY_TYPE_CLUSTER,
} from '@flotilla/backstage-plugin-flotilla-common';
import { RiShipLine } from '@remixicon/react';
import { FlotillaClient, flotillaApiRef } from './api';
import { CLUSTER_TAB_PATH } from './cluster/useClusterPath';
import { fleetRouteRef } from './routes';

/** A predicate, not a function, so that an adopter can override it in app-config. */
const CLUSTER_OF_A_FLEET = {
  kind: 'resource',
  'spec.type': ENTITY_TYPE_CLUSTER,
  [`metadata.annotations.${ANNOTATION_CLUSTER}`]: { $exists: true },
};

export const flotillaApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: flotillaApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new FlotillaClient(fetchApi),
    }),
});

export const fleetPage = PageBlueprint.make({
  params: {
    path: '/flotilla',
    title: 'Fleet',
    icon: <RiShipLine />,
    routeRef: fleetRouteRef,
    noHeader: true,
    loader: async () => {
      const { FlotillaRoutes } = await import('./FlotillaRoutes');
      return <FlotillaRoutes />;
    },
  },
});

export const clusterContent = EntityContentBlueprint.make({
  name: 'cluster',
  params: {
    path: CLUSTER_TAB_PATH,
    title: 'Fleet',
    icon: <RiShipLine />,
    filter: CLUSTER_OF_A_FLEET,
    loader: async () => {
      const { ClusterTab } = await import('./cluster/ClusterTab');
      return <ClusterTab />;
    },
  },
});

export const clusterStatusCard = EntityCardBlueprint.make({
  name: 'cluster-status',
  params: {
    type: 'info',
    filter: CLUSTER_OF_A_FLEET,
    loader: async () => {
      const { EntityStatusCard } = await import('./cluster/ClusterTab');
      return <EntityStatusCard />;
    },
  },
});

export const clusterDriftCard = EntityCardBlueprint.make({
  name: 'cluster-drift',
  params: {
    type: 'content',
    filter: CLUSTER_OF_A_FLEET,
    loader: async () => {
      const { EntityDriftCard } = await import('./cluster/ClusterTab');
      return <EntityDriftCard />;
    },
  },
});
