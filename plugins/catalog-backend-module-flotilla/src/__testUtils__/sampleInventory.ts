import {
  InventoryCluster,
  InventoryModel,
} from '@flotilla/backstage-plugin-flotilla-common';
import { FleetInventory } from '../entities/FleetInventory';

export function sampleCluster(
  name: string,
  changes: Partial<InventoryCluster> = {},
): InventoryCluster {
  return {
    name,
    labels: { env: 'prod' },
    owner: 'group:default/payments',
    model: { name: 'standard', version: '1.5.0' },
    provider: 'eks',
    lifecycle: 'Active',
    components: [{ name: 'cert-manager', version: '1.18.2' }],
    workspaces: [],
    path: `clusters/${name}/cluster.yaml`,
    problems: [],
    ...changes,
  };
}

export function sampleModel(
  version: string,
  changes: Partial<InventoryModel> = {},
): InventoryModel {
  return {
    name: 'standard',
    version,
    draft: false,
    description: 'Standard production cluster',
    owner: 'group:default/platform',
    providers: [],
    variants: [],
    clusters: [],
    latest: true,
    path: `models/standard/${version}/model.yaml`,
    problems: [],
    ...changes,
  };
}

/** A small fleet: a management cluster, a cluster of its, a workspace, a model and a component. */
export function sampleInventory(
  changes: Partial<FleetInventory> = {},
): FleetInventory {
  return {
    fleet: 'acme',
    owner: 'group:default/platform',
    commit: 'c'.repeat(40),
    repositoryUrl: 'https://github.com/acme/fleet',
    branch: 'main',
    complete: true,
    clusters: [
      sampleCluster('mgmt-eu'),
      sampleCluster('prod-eu-1', { managedBy: 'mgmt-eu' }),
    ],
    workspaces: [
      {
        name: 'payments',
        labels: {},
        owner: 'group:default/payments',
        clusters: ['prod-eu-1'],
        namespaces: ['payments'],
        path: 'workspaces/payments.yaml',
        problems: [],
      },
    ],
    models: [sampleModel('1.5.0')],
    components: [
      {
        name: 'cert-manager',
        version: '1.18.2',
        owner: 'group:default/platform',
        provides: [],
        clusters: ['prod-eu-1'],
        path: 'components/cert-manager/1.18.2/component.yaml',
        problems: [],
      },
    ],
    providers: [],
    problems: [],
    ...changes,
  };
}
