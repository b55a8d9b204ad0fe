import { parse, stringify } from 'yaml';
import { valueAt, itemNamed, textAt } from './fields';

/** A kubeconfig with one cluster and one user. */
export function composeKubeconfig(cluster: unknown, user: object): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster }],
    users: [{ name: 'test', user }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    'current-context': 'test',
  });
}

/** A kubeconfig of somebody else for the cluster that a kubeconfig is of. */
export function withUser(kubeconfig: string, user: object): string {
  return composeKubeconfig(clusterOf(kubeconfig), user);
}

/** A kubeconfig that acts as somebody else with the rights of the one that it's made from. */
export function impersonating(
  kubeconfig: string,
  user: string,
  groups: readonly string[],
): string {
  const config: unknown = parse(kubeconfig);
  const context = currentContext(config);
  const found = itemNamed(config, 'users', textAt(context, 'context', 'user'));
  return composeKubeconfig(clusterOf(kubeconfig), {
    ...Object(valueAt(found, 'user')),
    as: user,
    'as-groups': [...groups],
  });
}

function clusterOf(kubeconfig: string): unknown {
  const config: unknown = parse(kubeconfig);
  const name = textAt(currentContext(config), 'context', 'cluster');
  return valueAt(itemNamed(config, 'clusters', name), 'cluster');
}

function currentContext(config: unknown): unknown {
  return itemNamed(config, 'contexts', textAt(config, 'current-context'));
}
