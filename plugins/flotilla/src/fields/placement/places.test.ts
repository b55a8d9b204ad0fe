import { anInventory } from '../../__testUtils__/forms';
import { lacksOf, placesFor } from './places';

describe('where a cluster can be placed', () => {
  const places = placesFor(anInventory(), {
    fleet: 'acme',
    name: 'standard',
    version: '1.5.0',
  });

  it('is what the model supports, and never the environment of management', () => {
    expect(places.providers.map(({ name }) => name)).toEqual([
      'eks',
      'vsphere',
      'existing',
    ]);
    expect(places.managers).toEqual(['mgmt-eu']);
    expect(places.environments).toEqual(['dev', 'prod', 'staging']);
  });

  it.each([
    [undefined, ['provider']],
    [{ provider: 'docker', labels: {} }, ['provider']],
    [{ provider: 'eks', labels: {} }, ['region', 'managedBy', 'environment']],
    [{ provider: 'existing', labels: { env: 'prod' } }, []],
  ])('lacks, for %j, %j', (placement, lacks) => {
    expect(lacksOf(places, placement)).toEqual(lacks);
  });
});
