import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { flotillaServiceRef } from '@flotilla/backstage-plugin-flotilla-node';
import { createClusterAction } from './actions/createClusterAction';
import { createWorkspaceAction } from './actions/createWorkspaceAction';
import { openPullRequestAction } from './actions/openPullRequestAction';
import { removeClusterAction } from './actions/removeClusterAction';
import { ChangeProposer } from './proposal/ChangeProposer';
import { FleetHosts } from './proposal/FleetHosts';

/**
 * Actions that turn a form's answers into one reviewable pull request on a fleet repository.
 *
 * @public
 */
export const scaffolderModuleFlotilla = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'flotilla',
  register(env) {
    env.registerInit({
      deps: {
        scaffolder: scaffolderActionsExtensionPoint,
        config: coreServices.rootConfig,
        flotilla: flotillaServiceRef,
      },
      async init({ scaffolder, config, flotilla }) {
        const proposer = new ChangeProposer({
          flotilla,
          hosts: new FleetHosts(config),
          portalUrl: (
            config.getOptionalString('flotilla.baseUrl') ??
            config.getString('app.baseUrl')
          ).replace(/\/+$/, ''),
        });
        scaffolder.addActions(
          createClusterAction(proposer),
          createWorkspaceAction(proposer),
          removeClusterAction(proposer),
          openPullRequestAction(proposer),
        );
      },
    });
  },
});
