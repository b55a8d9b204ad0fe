import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { fleetMutation, hashOf, KnownEntities } from './mutation';

function cluster(name: string, owner = 'group:default/payments'): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: { namespace: 'acme', name },
    spec: { type: 'kubernetes-cluster', owner },
  };
}

/** What the catalog knows after it was given these. */
function knownOf(entities: Entity[]): KnownEntities {
  const { mutation } = mutate({ known: new Map(), entities });
  return new Map(
    mutation.added.map(({ entity }) => [
      stringifyEntityRef(entity),
      hashOf(entity) ?? '',
    ]),
  );
}

function mutate(
  input: Pick<Parameters<typeof fleetMutation>[0], 'known' | 'entities'> &
    Partial<Parameters<typeof fleetMutation>[0]>,
) {
  return fleetMutation({
    refused: new Set(),
    locationKey: 'flotilla:acme',
    ...input,
  });
}

const names = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `c${from + index}`);
const clusters = (from: number, to: number) =>
  names(from, to).map(name => cluster(name));

describe('fleetMutation', () => {
  it('writes only what is new or changed, and removes what is gone', () => {
    const known = knownOf([cluster('a'), cluster('b'), cluster('c')]);

    const { mutation, withheld } = mutate({
      known,
      entities: [
        cluster('a'),
        cluster('b', 'group:default/search'),
        cluster('d'),
      ],
    });

    expect(mutation.added.map(({ entity }) => entity.metadata.name)).toEqual([
      'b',
      'd',
    ]);
    expect(mutation.removed).toEqual([
      { entityRef: 'resource:acme/c', locationKey: 'flotilla:acme' },
    ]);
    expect(withheld).toEqual([]);
  });

  it('does nothing where nothing changed', () => {
    const { mutation } = mutate({
      known: knownOf(clusters(1, 9)),
      entities: clusters(1, 9),
    });

    expect(mutation).toEqual({ type: 'delta', added: [], removed: [] });
  });

  it('keeps the last good state of what exists but cannot be described', () => {
    const { mutation } = mutate({
      known: knownOf([cluster('a'), cluster('b')]),
      entities: [cluster('a')],
      refused: new Set(['resource:acme/b']),
    });

    expect(mutation.removed).toEqual([]);
  });

  it.each([
    { was: 20, left: 15, removed: 5, why: 'five go without a question' },
    { was: 6, left: 1, removed: 5, why: 'five, even if nearly all' },
    { was: 20, left: 10, removed: 10, why: 'half is not more than half' },
    { was: 20, left: 9, removed: 0, why: 'more than half of them stay' },
    { was: 6, left: 0, removed: 0, why: 'all of more than five stay' },
  ])(
    'of $was entities with $left left removes $removed: $why',
    ({ was, left, removed }) => {
      const { mutation, withheld } = mutate({
        known: knownOf(clusters(1, was)),
        entities: left > 0 ? clusters(1, left) : [],
      });

      expect(mutation.removed).toHaveLength(removed);
      expect(withheld).toHaveLength(was - left - removed);
    },
  );

  it('removes most of a fleet once that many are confirmed, and still writes meanwhile', () => {
    const known = knownOf(clusters(1, 10));
    const entities = [cluster('new')];

    const unconfirmed = mutate({ known, entities, confirmedRemovals: 9 });
    const confirmed = mutate({ known, entities, confirmedRemovals: 10 });

    expect(unconfirmed.withheld).toHaveLength(10);
    expect(unconfirmed.mutation.added).toHaveLength(1);
    expect(confirmed.withheld).toEqual([]);
    expect(confirmed.mutation.removed).toHaveLength(10);
  });
});
