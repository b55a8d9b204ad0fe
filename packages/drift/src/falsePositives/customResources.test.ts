import { openApiDocument } from '@flotilla/testbed';
import { definedSchemas } from '../schema/kindSchemas';
import { comparing, managedBy, object } from '../__testUtils__/served';

const compare = comparing(openApiDocument());

describe('custom resources', () => {
  const definition = object(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    {
      spec: {
        group: 'example.org',
        names: { kind: 'Thing' },
        versions: [
          {
            name: 'v1',
            schema: {
              openAPIV3Schema: {
                properties: {
                  spec: {
                    type: 'object',
                    properties: {
                      mode: { type: 'string', default: 'fast' },
                      every: { type: 'string' },
                      amount: {
                        'x-kubernetes-int-or-string': true,
                        pattern: '^(\\+|-)?(([0-9]+(\\.[0-9]*)?))(Ki|Mi)?$',
                      },
                      tags: {
                        type: 'array',
                        'x-kubernetes-list-type': 'set',
                        items: { type: 'string' },
                      },
                      rules: {
                        type: 'array',
                        'x-kubernetes-list-type': 'map',
                        'x-kubernetes-list-map-keys': ['id'],
                        items: {
                          properties: { id: {}, size: { type: 'integer' } },
                        },
                      },
                      order: { type: 'array', items: { type: 'string' } },
                      free: {
                        'x-kubernetes-preserve-unknown-fields': true,
                        properties: {},
                      },
                      fixed: {
                        type: 'string',
                        'x-kubernetes-validations': [
                          { rule: 'self == oldSelf' },
                        ],
                      },
                    },
                  },
                },
              },
            },
          },
        ],
      },
    },
  );
  const schema = definedSchemas(definition).get('example.org/v1/Thing');
  const thing = (spec: object) => object('example.org/v1', 'Thing', { spec });
  const told = (desired: object, live: object, fieldsV1?: object) =>
    compare(
      thing(desired),
      fieldsV1
        ? managedBy(thing(live), { manager: 'kubectl-create', fieldsV1 })
        : thing(live),
      { schema },
    );

  it.each<[string, object, object]>([
    ['defaults of the schema (argo-cd#11074)', {}, { mode: 'fast' }],
    ['explicit empty lists (argo-cd#14666)', { order: [] }, {}],
    ['amounts (argo-cd’s known types)', { amount: '0.1' }, { amount: '100m' }],
    [
      'durations that a controller rewrote',
      { every: '60m' },
      { every: '1h0m0s' },
    ],
    ['sets in another order', { tags: ['a', 'b'] }, { tags: ['b', 'a'] }],
    [
      'keyed lists in another order, with more than declared',
      { rules: [{ id: 'a' }, { id: 'b', size: 1 }] },
      { rules: [{ id: 'c' }, { id: 'b', size: 1 }, { id: 'a', size: 9 }] },
    ],
  ])('take as equal: %s', (_, desired, live) => {
    expect(told(desired, live)).toMatchObject({ state: 'InSync', fields: [] });
  });

  it('take a default of the schema as such, though a person owns it', () => {
    const drift = told({}, { mode: 'fast' }, { 'f:spec': { 'f:mode': {} } });
    expect(drift).toMatchObject({ state: 'InSync' });
    expect(drift.ignored[0].ignoredBy?.reason).toMatch(/default .* schema/);
  });

  it('do not hold against the cluster a field that its schema drops', () => {
    const drift = told({ unknown: 1 }, {});
    expect(drift).toMatchObject({ state: 'InSync' });
    expect(drift.ignored).toMatchObject([
      { op: 'remove', fieldPath: '.spec.unknown' },
    ]);
    expect(told({ free: { unknown: 1 } }, { free: {} }).state).toBe('Modified');
  });

  it('tell what differs, by keys, and what can not be put back in place', () => {
    const drift = told(
      {
        rules: [{ id: 'a', size: 1 }],
        tags: ['a'],
        order: ['x', 'y'],
        fixed: 'one',
      },
      {
        rules: [{ id: 'b' }, { id: 'a', size: 2 }],
        tags: ['b'],
        order: ['y', 'x'],
        fixed: 'two',
      },
    );
    expect(
      drift.fields.map(({ fieldPath, immutable }) => [fieldPath, immutable]),
    ).toEqual([
      ['.spec.rules[id="a"].size', undefined],
      ['.spec.tags[="a"]', undefined],
      ['.spec.order', undefined],
      ['.spec.fixed', true],
    ]);
  });
});
