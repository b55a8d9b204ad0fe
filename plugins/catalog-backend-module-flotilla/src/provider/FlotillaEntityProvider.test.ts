import { mockServices } from '@backstage/backend-test-utils';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Hub } from '../__testUtils__/Hub';
import { sampleCluster } from '../__testUtils__/sampleInventory';
import { FlotillaEntityProvider } from './FlotillaEntityProvider';

async function connected(hub: Hub, identity = {}) {
  const mutations: EntityProviderMutation[] = [];
  const logger = mockServices.logger.mock();
  const provider = new FlotillaEntityProvider({
    identity: { repositoryUrl: 'https://github.com/acme/fleet', ...identity },
    confirmRemovals: new Map(),
    flotilla: hub.service,
    catalog: catalogServiceMock({ entities: [] }),
    auth: mockServices.auth(),
    logger,
    taskRunner: { run: async () => undefined },
  });
  await provider.connect({
    applyMutation: async mutation => {
      mutations.push(mutation);
    },
    refresh: async () => undefined,
  });
  return { provider, mutations, logger };
}

function refsOf(mutation: EntityProviderMutation) {
  return mutation.type === 'delta'
    ? mutation.added.map(({ entity }) => stringifyEntityRef(entity)).sort()
    : [];
}

describe('FlotillaEntityProvider', () => {
  it('writes a fleet once, and again only when its commit moved', async () => {
    const hub = new Hub();
    const { provider, mutations } = await connected(hub);

    await provider.refresh();
    await provider.refresh();
    expect(mutations).toHaveLength(1);
    expect(refsOf(mutations[0])).toEqual([
      'resource:acme/component-cert-manager-1.18.2',
      'resource:acme/mgmt-eu',
      'resource:acme/model-standard-1.5.0',
      'resource:acme/prod-eu-1',
      'resource:acme/workspace-payments',
    ]);

    hub.push({ clusters: [sampleCluster('prod-eu-2')] });
    await provider.refresh();
    expect(mutations).toHaveLength(2);
  });

  it.each([
    ['the hub fails', new Error('the hub is down'), /the hub is down/],
    ['it could not be read in full', { complete: false }, /in full/],
  ])(
    'leaves the catalog alone when %s, and goes on later',
    async (_, pushed, words) => {
      const hub = new Hub();
      const { provider, mutations, logger } = await connected(hub);

      hub.push(pushed);
      await provider.refresh();
      expect(mutations).toEqual([]);
      expect(logger.warn).toHaveBeenCalledWith(expect.stringMatching(words));

      hub.push({});
      await provider.refresh();
      expect(mutations).toHaveLength(1);
    },
  );

  it('logs what it leaves out', async () => {
    const hub = new Hub();
    const { provider, logger } = await connected(hub);

    hub.push({ clusters: [sampleCluster('Bad Name!')] });
    await provider.refresh();

    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/clusters\/Bad Name!\/cluster.yaml is left out/),
    );
  });

  it.each([
    [{}, 'flotilla:https://github.com/acme/fleet', 1],
    [{ name: 'acme' }, 'flotilla:acme', 1],
    [{ name: 'other' }, 'flotilla:other', 0],
  ])('with the identity %j is %s', async (identity, providerName, written) => {
    const { provider, mutations } = await connected(new Hub(), identity);

    await provider.refresh();

    expect(provider.getProviderName()).toBe(providerName);
    expect(mutations).toHaveLength(written);
  });
});
