import type { KubeObject } from '@flotilla/drift';
import { WORKSPACE_LABEL } from '../../labels';
import type { TeamSource } from '../Engine';
import { application } from './application';
import { IN_CLUSTER } from './names';
import { account, project } from './project';
import { writableKinds } from './roleKinds';

/**
 * A team's repository in a project of its own: its namespaces, its repository, what its deployer may
 * write, nothing of the cluster. The Application is Argo CD's, so that the team can't change where it goes.
 */
export function teamObjects(team: TeamSource): KubeObject[] {
  const { workspace, namespaces, serviceAccount, rules, repository } = team;
  const [home] = namespaces;
  const { url, branch = 'main', path = '.' } = repository;
  const name = `workspace-${workspace}`;
  const actor = `${home}:${serviceAccount}`;
  return [
    project({
      name,
      labels: { [WORKSPACE_LABEL]: workspace },
      description: `What the team of workspace ${workspace} brings by itself`,
      sourceRepos: [url],
      destinations: namespaces.map(namespace => ({
        server: IN_CLUSTER,
        namespace,
      })),
      clusterResources: [],
      namespaceResources: writableKinds(rules),
      serviceAccounts: namespaces.map(namespace =>
        account(IN_CLUSTER, namespace, actor),
      ),
    }),
    application({
      name,
      project: name,
      source: {
        repoURL: url,
        targetRevision: branch,
        path: path.replace(/^\.\/(?=.)/, '').replace(/(?<=.)\/$/, ''),
      },
      destination: { namespace: home },
      // A workspace that leaves a cluster leaves the team's workloads running.
      takesAlong: false,
    }),
  ];
}
