import type { Entity } from '@backstage/catalog-model';
import { InMemoryCatalogClient } from '@backstage/catalog-client/testUtils';
import {
  ApiBlueprint,
  createFrontendModule,
  discoveryApiRef,
  fetchApiRef,
  identityApiRef,
} from '@backstage/frontend-plugin-api';
import { scmIntegrationsApiRef } from '@backstage/integration-react';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { ScaffolderClient } from '@backstage/plugin-scaffolder';
import {
  scaffolderApiRef,
  type TemplateParameterSchema,
} from '@backstage/plugin-scaffolder-react';
import { flotillaApiRef } from '../src';
import { aHub } from '../src/__testUtils__/hub';
import { createClusterForm } from './createClusterForm';

const clusterEntity = (name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name,
    annotations: {
      'flotilla.dev/fleet': 'acme',
      'flotilla.dev/cluster': name,
    },
  },
  spec: { type: 'kubernetes-cluster', owner: 'group:default/payments' },
});

const groupEntity = (name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name },
  spec: { type: 'team', children: [] },
});

const entities = [
  ...['prod-eu-1', 'prod-eu-2', 'prod-eu-3', 'dc-berlin-2'].map(clusterEntity),
  ...['payments', 'search', 'platform'].map(groupEntity),
  {
    apiVersion: 'scaffolder.backstage.io/v1beta3',
    kind: 'Template',
    metadata: {
      name: 'flotilla-create-cluster',
      namespace: 'default',
      title: 'Create a cluster',
    },
    spec: { type: 'kubernetes-cluster', parameters: [], steps: [] },
  },
];

/** The scaffolder without its backend: it only gives the form out. */
class FormOnlyScaffolder extends ScaffolderClient {
  async getTemplateParameterSchema(): Promise<TemplateParameterSchema> {
    return createClusterForm;
  }
}

/** Stands in for the backend, so that pages can be looked at alone. */
export const portalModules = [
  createFrontendModule({
    pluginId: 'flotilla',
    extensions: [
      ApiBlueprint.make({
        params: defineParams =>
          defineParams({
            api: flotillaApiRef,
            deps: {},
            factory: () => aHub(),
          }),
      }),
    ],
  }),
  createFrontendModule({
    pluginId: 'catalog',
    extensions: [
      ApiBlueprint.make({
        params: defineParams =>
          defineParams({
            api: catalogApiRef,
            deps: {},
            factory: () => new InMemoryCatalogClient({ entities }),
          }),
      }),
    ],
  }),
  createFrontendModule({
    pluginId: 'scaffolder',
    extensions: [
      ApiBlueprint.make({
        params: defineParams =>
          defineParams({
            api: scaffolderApiRef,
            deps: {
              discoveryApi: discoveryApiRef,
              fetchApi: fetchApiRef,
              identityApi: identityApiRef,
              scmIntegrationsApi: scmIntegrationsApiRef,
            },
            factory: deps => new FormOnlyScaffolder(deps),
          }),
      }),
    ],
  }),
];
