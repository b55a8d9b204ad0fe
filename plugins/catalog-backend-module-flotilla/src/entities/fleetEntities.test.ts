import { Entity } from '@backstage/catalog-model';
import { ANNOTATION_PROBLEMS } from '@flotilla/backstage-plugin-flotilla-common';
import {
  sampleCluster,
  sampleInventory,
  sampleModel,
} from '../__testUtils__/sampleInventory';
import { fleetEntities } from './fleetEntities';

async function byName(...args: Parameters<typeof sampleInventory>) {
  const { entities, refused } = await fleetEntities(sampleInventory(...args));
  const found = new Map(entities.map(entity => [entity.metadata.name, entity]));
  return {
    refused,
    names: [...found.keys()],
    get(name: string): Entity {
      const entity = found.get(name);
      if (!entity) {
        throw new Error(`No entity ${name} among ${[...found.keys()]}`);
      }
      return entity;
    },
  };
}

function problemsOf(entity: Entity) {
  return entity.metadata.annotations?.[ANNOTATION_PROBLEMS];
}

describe('fleetEntities', () => {
  it('makes a cluster a Resource of its fleet, with its relations and where its file is', async () => {
    const entities = await byName();

    expect(entities.get('prod-eu-1')).toEqual({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: {
        namespace: 'acme',
        name: 'prod-eu-1',
        description: 'standard 1.5.0 on eks',
        labels: { env: 'prod' },
        annotations: {
          'backstage.io/managed-by-location':
            'url:https://github.com/acme/fleet/blob/main/clusters/prod-eu-1/cluster.yaml',
          'backstage.io/managed-by-origin-location':
            'url:https://github.com/acme/fleet/blob/main/clusters/prod-eu-1/cluster.yaml',
          'backstage.io/source-location':
            'url:https://github.com/acme/fleet/blob/main/clusters/prod-eu-1/cluster.yaml',
          'backstage.io/view-url':
            'https://github.com/acme/fleet/blob/main/clusters/prod-eu-1/cluster.yaml',
          'backstage.io/edit-url':
            'https://github.com/acme/fleet/edit/main/clusters/prod-eu-1/cluster.yaml',
          'flotilla.dev/fleet': 'acme',
          'flotilla.dev/cluster': 'prod-eu-1',
          'flotilla.dev/model': 'standard/1.5.0',
        },
      },
      spec: {
        type: 'kubernetes-cluster',
        owner: 'group:default/payments',
        dependsOn: [
          'resource:acme/model-standard-1.5.0',
          'resource:acme/component-cert-manager-1.18.2',
          'resource:acme/mgmt-eu',
        ],
      },
    });
  });

  it('has every kind under a name that says which it is', async () => {
    const entities = await byName();

    expect(entities.names).toEqual([
      'mgmt-eu',
      'prod-eu-1',
      'workspace-payments',
      'model-standard-1.5.0',
      'component-cert-manager-1.18.2',
    ]);
    expect(entities.get('workspace-payments').spec?.dependsOn).toEqual([
      'resource:acme/prod-eu-1',
    ]);
  });

  it('says on the entity which reference leads nowhere', async () => {
    const entities = await byName({
      clusters: [
        sampleCluster('prod-eu-1', {
          model: { name: 'standard', version: '9.9.9' },
          managedBy: 'gone',
          problems: ['Variable region is missing.'],
        }),
      ],
    });

    expect(entities.get('prod-eu-1').spec?.dependsOn).toEqual([
      'resource:acme/component-cert-manager-1.18.2',
    ]);
    expect(problemsOf(entities.get('prod-eu-1'))?.split('\n')).toEqual([
      'Variable region is missing.',
      'Model standard 9.9.9 is not in the fleet repository.',
      'Cluster gone is not in the fleet repository.',
    ]);
  });

  it('gives what names no readable owner to the owner of the fleet', async () => {
    const entities = await byName({
      clusters: [
        sampleCluster('a', { owner: 'not: a/ref/at all' }),
        sampleCluster('b', { owner: 'checkout' }),
      ],
    });

    expect(entities.get('a').spec?.owner).toBe('group:default/platform');
    expect(problemsOf(entities.get('a'))).toMatch(/is not an entity reference/);
    expect(entities.get('b').spec?.owner).toBe('group:default/checkout');
  });

  it('leaves out labels that the catalog would refuse, and says so', async () => {
    const entities = await byName({
      clusters: [sampleCluster('a', { labels: { env: 'prod', team: 'a b' } })],
    });

    expect(entities.get('a').metadata.labels).toEqual({ env: 'prod' });
    expect(problemsOf(entities.get('a'))).toMatch(/Label team/);
  });

  it('refuses one malformed entity and keeps the rest', async () => {
    const entities = await byName({
      clusters: [
        sampleCluster('Bad Name!'),
        sampleCluster('fine'),
        sampleCluster('fine', { path: 'clusters/again/cluster.yaml' }),
      ],
    });

    expect(entities.names.slice(0, 2)).toEqual(['fine', 'workspace-payments']);
    expect(entities.refused).toEqual([
      expect.objectContaining({
        path: 'clusters/Bad Name!/cluster.yaml',
        reason: expect.stringContaining('metadata.name'),
      }),
      expect.objectContaining({
        path: 'clusters/again/cluster.yaml',
        reason: 'another file has an entity of the same name',
      }),
    ]);
  });

  it('keeps versions apart that no entity could be named after', async () => {
    const long = `1.0.0-${'x'.repeat(80)}`;
    const entities = await byName({
      models: [
        sampleModel('1.5.0+a'),
        sampleModel('1.5.0-a'),
        sampleModel(`${long}1`),
        sampleModel(`${long}2`),
      ],
    });

    const models = entities.names.filter(name => name.startsWith('model-'));
    expect(new Set(models).size).toBe(4);
    expect(entities.refused).toEqual([]);
  });
});
