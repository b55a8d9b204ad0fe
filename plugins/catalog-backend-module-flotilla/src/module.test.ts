import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import {
  CatalogService,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { EventsService, eventsServiceRef } from '@backstage/plugin-events-node';
import { EVENT_TOPIC_FLEET_CHANGED } from '@flotilla/backstage-plugin-flotilla-common';
import { flotillaServiceRef } from '@flotilla/backstage-plugin-flotilla-node';
import catalogModuleFlotilla from './index';
import { Hub } from './__testUtils__/Hub';
import { sampleCluster } from './__testUtils__/sampleInventory';

async function startCatalog(hub: Hub) {
  let catalog: CatalogService | undefined;
  let events: EventsService | undefined;
  let credentials: Parameters<CatalogService['getEntities']>[1] | undefined;
  const probe = createBackendModule({
    pluginId: 'catalog',
    moduleId: 'probe',
    register(env) {
      env.registerInit({
        deps: {
          catalogService: catalogServiceRef,
          eventsService: eventsServiceRef,
          auth: coreServices.auth,
        },
        async init({ catalogService, eventsService, auth }) {
          catalog = catalogService;
          events = eventsService;
          credentials = { credentials: await auth.getOwnServiceCredentials() };
        },
      });
    },
  });
  const backend = await startTestBackend({
    features: [
      catalogPlugin,
      catalogModuleFlotilla,
      probe,
      createServiceFactory({
        service: flotillaServiceRef,
        deps: {},
        factory: () => hub.service,
      }),
      mockServices.rootConfig.factory({
        data: {
          catalog: { processingInterval: { seconds: 1 } },
          flotilla: {
            fleets: [
              { repository: { url: 'https://github.com/acme/fleet.git' } },
            ],
          },
        },
      }),
    ],
  });
  return {
    async announce() {
      await events?.publish({
        topic: EVENT_TOPIC_FLEET_CHANGED,
        eventPayload: { fleet: 'acme', commit: 'x' },
      });
    },
    async entities(): Promise<Entity[]> {
      if (!catalog || !credentials) {
        throw new Error('The catalog has not started');
      }
      return (await catalog.getEntities({}, credentials)).items;
    },
    stop: () => backend.stop(),
  };
}

async function eventually<T>(
  read: () => Promise<T>,
  isThere: (value: T) => boolean,
): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const value = await read();
    if (isThere(value) || Date.now() > deadline) {
      return value;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

const names = (entities: Entity[]) =>
  entities.map(({ metadata }) => metadata.name).sort();

describe('the catalog module', () => {
  it('follows a fleet: adds, relates, leaves out what is malformed, removes', async () => {
    const hub = new Hub();
    const catalog = await startCatalog(hub);

    await catalog.announce();
    const first = await eventually(catalog.entities, found => found.length > 4);
    expect(names(first)).toEqual([
      'component-cert-manager-1.18.2',
      'mgmt-eu',
      'model-standard-1.5.0',
      'prod-eu-1',
      'workspace-payments',
    ]);
    expect(
      first
        .find(({ metadata }) => metadata.name === 'prod-eu-1')
        ?.relations?.map(({ type, targetRef }) => `${type} ${targetRef}`)
        .sort(),
    ).toEqual([
      'dependencyOf resource:acme/workspace-payments',
      'dependsOn resource:acme/component-cert-manager-1.18.2',
      'dependsOn resource:acme/mgmt-eu',
      'dependsOn resource:acme/model-standard-1.5.0',
      'ownedBy group:default/payments',
    ]);

    hub.push({
      clusters: [
        sampleCluster('mgmt-eu'),
        sampleCluster('Bad Name!'),
        sampleCluster('prod-eu-2'),
      ],
      workspaces: [],
    });
    await catalog.announce();
    const last = await eventually(
      catalog.entities,
      found =>
        names(found).includes('prod-eu-2') &&
        !names(found).includes('prod-eu-1'),
    );
    expect(names(last)).toEqual([
      'component-cert-manager-1.18.2',
      'mgmt-eu',
      'model-standard-1.5.0',
      'prod-eu-2',
    ]);
    await catalog.stop();
  }, 60_000);
});
