import type { KubeObject } from '@flotilla/drift';
import { ARGOCD_NAMESPACE, CHARTS, CHILDREN, FLEET, IN_CLUSTER } from './names';
import { account, ANY, project } from './project';

/** Argo CD's own service account, which may do everything. */
const CONTROLLER = `${ARGOCD_NAMESPACE}:argocd-application-controller`;
/** The service account that `argocd cluster add` makes in a cluster. */
const REGISTERED = 'kube-system:argocd-manager';

/** The project of the fleet repository: into this cluster, and from nowhere else. */
export function fleetProject(url: string): KubeObject {
  return project({
    name: FLEET,
    description: 'What the fleet repository brings to this cluster',
    sourceRepos: [url],
    destinations: [{ server: IN_CLUSTER, namespace: '*' }],
    clusterResources: [ANY],
    serviceAccounts: [account(IN_CLUSTER, '*', CONTROLLER)],
  });
}

/** A chart of a component, as far as its project must know it. */
export interface ChartPlace {
  repository: string;
  namespace: string;
  installer: string;
}

/** The project of charts: their repositories only, each under its own service account. */
export function chartsProject(charts: readonly ChartPlace[]): KubeObject[] {
  if (charts.length === 0) return [];
  const repositories = new Set(charts.map(({ repository }) => repository));
  return [
    project({
      name: CHARTS,
      description: 'Charts of components, from the repositories that they name',
      sourceRepos: [...repositories].sort(),
      destinations: [{ server: IN_CLUSTER, namespace: '*' }],
      clusterResources: [ANY],
      serviceAccounts: charts.map(({ namespace, installer }) =>
        account(IN_CLUSTER, namespace, `${namespace}:${installer}`),
      ),
    }),
  ];
}

/** The project that reaches into children until they look after themselves. */
export function childrenProject(
  url: string,
  names: readonly string[],
): KubeObject[] {
  if (names.length === 0) return [];
  return [
    project({
      name: CHILDREN,
      description: 'What starts the engines of the clusters managed from here',
      sourceRepos: [url],
      destinations: names.map(name => ({ name, namespace: '*' })),
      clusterResources: [ANY],
      serviceAccounts: [account('*', '*', REGISTERED)],
    }),
  ];
}

/** The project of one chart that a child can't install by itself. */
export function engineProject(
  name: string,
  repository: string,
  child: string,
): KubeObject {
  return project({
    name,
    description: `What ${child} needs before it has an engine`,
    sourceRepos: [repository],
    destinations: [{ name: child, namespace: '*' }],
    clusterResources: [ANY],
    serviceAccounts: [account('*', '*', REGISTERED)],
  });
}
