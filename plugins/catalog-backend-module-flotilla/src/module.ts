import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { EVENT_TOPIC_FLEET_CHANGED } from '@flotilla/backstage-plugin-flotilla-common';
import { flotillaServiceRef } from '@flotilla/backstage-plugin-flotilla-node';
import { FlotillaEntityProvider } from './provider/FlotillaEntityProvider';
import { readProviderConfig } from './provider/readProviderConfig';

/**
 * Clusters, workspaces, models and components of every fleet as catalog entities, with their relations.
 *
 * @public
 */
export const catalogModuleFlotilla = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'flotilla',
  register(env) {
    env.registerInit({
      deps: {
        processing: catalogProcessingExtensionPoint,
        catalog: catalogServiceRef,
        flotilla: flotillaServiceRef,
        events: eventsServiceRef,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ processing, events, config, scheduler, ...services }) {
        const { fleets, schedule, confirmRemovals } =
          readProviderConfig(config);
        const providers = fleets.map(
          identity =>
            new FlotillaEntityProvider({
              ...services,
              identity,
              confirmRemovals,
              taskRunner: scheduler.createScheduledTaskRunner(schedule),
            }),
        );
        processing.addEntityProvider(...providers);
        await events.subscribe({
          id: 'flotilla-catalog',
          topics: [EVENT_TOPIC_FLEET_CHANGED],
          // The event is a hint: each provider asks the hub what there is. Who publishes it isn't kept waiting.
          onEvent: async () => {
            providers.forEach(provider => provider.refresh());
          },
        });
      },
    });
  },
});
