import { composed, edits } from '../__fixtures__/composed';
import { complaints } from '../__fixtures__/loaded';
import {
  BASE,
  METAL,
  PROD,
  replace,
  STANDARD,
} from '../__fixtures__/smallFleet';

const TAGS =
  '    - {name: tags, schema: {type: object, default: {team: shop, cost: low}}}\n';
const declareTags = edits(['  variables:\n', `  variables:\n${TAGS}`]);

describe('variables', () => {
  it('that several declare merge by name', () => {
    const narrower = {
      [STANDARD]: replace(
        '  variables:\n',
        '  variables:\n    - {name: logLevel, required: true, schema: {enum: [debug, trace]}}\n',
      ),
    };
    const { ground } = composed(narrower);
    expect(ground.declarations.get('logLevel')).toMatchObject({
      by: 'standard 1.0.0',
      variable: {
        required: true,
        schema: { type: 'string', enum: ['debug', 'trace'], default: 'info' },
      },
    });
    expect(
      complaints({
        [STANDARD]: text =>
          narrower[STANDARD](text).replace('defaults: {logLevel: debug}', ''),
      }),
    ).toContain(
      `${BASE}:10:77  logLevel must be one of debug, trace, not "info"
  ${STANDARD}:8 is its schema.`,
    );
  });

  it('that are maps merge, and null removes a key', () => {
    const { variables } = composed({
      [BASE]: declareTags,
      [STANDARD]: replace('logLevel: debug', 'logLevel: debug, tags: {a: 1}'),
      [PROD]: replace('workers: 5', 'workers: 5, tags: {cost: null, b: 2}'),
    });
    expect(variables.values.tags).toEqual({ team: 'shop', a: 1, b: 2 });
    expect(variables.trace.at('/tags/team').map(o => o.layer)).toEqual([
      'default of base 1.0.0',
    ]);
    expect(variables.trace.at('/tags/b').map(o => o.layer)).toEqual([
      'cluster prod',
    ]);
  });

  it('that a layer removes are missing where they are required', () => {
    expect(
      complaints({ [PROD]: replace('rack: r1', 'rack: null') })[0],
    ).toContain('variables.rack is missing');
  });

  const FIXED = {
    [BASE]: declareTags,
    [STANDARD]: replace('audit: true', 'audit: true, tags: {a: 1, b: 2}'),
  };
  const CLUSTER_TAGS: [string, string | undefined][] = [
    ['{b: 2, a: 1}', undefined],
    ['{team: shop}', undefined],
    ['{a: 3}', `tags can't be set to {"a":3}`],
    ['{c: 3}', `tags can't be set to {"c":3}`],
    ['{team: null}', `tags can't be set to {"team":null}`],
    ['null', `tags can't be removed`],
  ];
  it.each(CLUSTER_TAGS)('that are fixed take %s: %s', (given, told) => {
    const all = complaints({
      ...FIXED,
      [PROD]: replace('workers: 5', `workers: 5, tags: ${given}`),
    });
    expect(all.map(line => line.split('  ')[1]?.trim())).toEqual(
      told === undefined ? [] : [told],
    );
  });

  it('outside their schema are told, and not what expressions make of them', () => {
    expect(
      new Set(complaints({ [PROD]: replace('workers: 5', 'workers: lots') })),
    ).toEqual(
      new Set([
        expect.stringContaining('workers must be a whole number, not "lots"'),
      ]),
    );
  });

  it('outside their schema are told once, with the schema', () => {
    const told = complaints({
      [STANDARD]: replace('fixed: {audit: true}', 'fixed: {audit: 7}'),
    });
    // Loading and each cluster's rendering find it, in the same words.
    expect(told.length).toBeGreaterThan(1);
    expect([...new Set(told)]).toEqual([
      `${STANDARD}:10:18  audit must be true or false, not 7\n  ${BASE}:11 is its schema.`,
    ]);
  });

  it('outside their schema are told at the model, though no cluster uses it', () => {
    expect(
      complaints({
        'models/other/1.0.0/model.yaml': `apiVersion: flotilla.dev/v1alpha1
kind: Model
metadata: {name: other}
spec:
  version: 1.0.0
  extends: {name: standard, version: 1.0.0}
  defaults: {workers: 50}
`,
      }),
    ).toEqual([
      `models/other/1.0.0/model.yaml:7:23  workers must be <= 9, not 50\n  ${STANDARD}:8 is its schema.`,
    ]);
  });
});

it('the provider’s declarations are part of the line', () => {
  const { ground } = composed({
    [METAL]: replace('{type: string, enum: [r1, r2]}', '{type: string}'),
    [STANDARD]: replace(
      '  variables:\n',
      '  variables:\n    - {name: rack, schema: {enum: [r1]}}\n',
    ),
  });
  expect(ground.declarations.get('rack')?.variable).toMatchObject({
    required: true,
    schema: { type: 'string', enum: ['r1'] },
  });
});
