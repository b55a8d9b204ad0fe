import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { readHubConfig } from './config/readHubConfig';
import { openDatabase } from './database/migrate';
import { followFleets } from './fleets/followFleets';
import { githubLogins } from './githubLogins';
import { assembleHub } from './Hub';
import { OwnerNotifications } from './notifications/OwnerNotifications';
import { ClusterAccess } from './permissions/ClusterAccess';
import { registerPermissions } from './permissions/permissionCluster';
import { createRouter } from './router/createRouter';
import { AGENT_PATH } from './router/signedRequests';
import { scheduleTasks } from './scheduleTasks';
import { ChangeSignals } from './signals';
import { subscribeToPushes } from './subscribeToPushes';

/**
 * The hub: follows fleet repositories, takes agents' reports, serves the portal.
 *
 * @public
 */
export const flotillaPlugin = createBackendPlugin({
  pluginId: 'flotilla',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
      },
      async init(deps) {
        const { auditor, auth, httpAuth, httpRouter, lifecycle, logger } = deps;
        const config = readHubConfig(deps.config);
        const knex = await openDatabase(deps.database);
        const signals = new ChangeSignals(deps.signals, logger);
        const fleets = followFleets({
          config,
          integrations: ScmIntegrations.fromConfig(deps.config),
          logger,
        });
        const hub = assembleHub({
          knex,
          config,
          logger,
          auditor,
          signals,
          notifications: new OwnerNotifications(deps.notifications, logger),
          follower: fleets.follower,
          loginOf: githubLogins(deps.catalog, auth),
        });
        registerPermissions(deps.permissionsRegistry, hub.clusters);
        const access = new ClusterAccess(
          deps.permissions,
          deps.permissionsRegistry,
          hub.clusters,
        );
        httpRouter.addAuthPolicy({
          path: AGENT_PATH,
          allow: 'unauthenticated',
        });
        httpRouter.use(
          await createRouter({ hub, access, auth, httpAuth, auditor }),
        );
        await fleets.start({ hub, events: deps.events, signals });
        await subscribeToPushes(deps.events, fleets.follower, hub.tracking);
        await scheduleTasks(deps.scheduler, { config, hub, fleets });
        lifecycle.addShutdownHook(() => {
          hub.tracking.stop();
          signals.flush();
        });
      },
    });
  },
});
