import fc from 'fast-check';
import { complaints, loaded } from '../__fixtures__/loaded';
import { order, shuffledKeys } from '../__testUtils__/shuffled';
import {
  PROD,
  replace,
  smallFleet,
  STANDARD,
} from '../__fixtures__/smallFleet';
import { clusterForm } from '../form/clusterForm';
import { loadFleet } from '../load/loadFleet';
import { renderFleet } from '../render/fleet';
import { merge } from './merge';

const expected = renderFleet(loaded()).files;

describe('laws of composition', () => {
  it('the order of files and of keys changes no byte', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9000 }), seed => {
        const files = [...smallFleet()].sort(
          ([a], [b]) => order(a, seed) - order(b, seed),
        );
        const shuffled = new Map(
          files.map(([path, text]) => [
            path,
            path.includes('/infrastructure/') ? text : shuffledKeys(text, seed),
          ]),
        );
        const { fleet, problems } = loadFleet(shuffled);
        expect(problems).toEqual([]);
        expect(fleet && renderFleet(fleet).files).toEqual(expected);
      }),
      { numRuns: 12 },
    );
  });

  it('a layer that says nothing changes nothing', () => {
    const silent = {
      [STANDARD]: replace('extends: {name: base', 'extends: {name: quiet'),
      'models/quiet/1.0.0/model.yaml':
        'apiVersion: flotilla.dev/v1alpha1\nkind: Model\nmetadata: {name: quiet}\nspec: {version: 1.0.0, extends: {name: base, version: 1.0.0}, defaults: {}, cluster: {}, components: []}\n',
    };
    expect(renderFleet(loaded(silent)).files).toEqual(expected);
  });

  it('no value of a cluster gets past a lock', () => {
    const value = fc.oneof(
      fc.integer(),
      fc.string({ unit: 'grapheme-ascii' }),
      fc.constant(null),
      fc.array(fc.integer(), { maxLength: 2 }),
    );
    fc.assert(
      fc.property(value, given => {
        fc.pre(given !== 'hello');
        const told = complaints({
          [PROD]: replace('{replicas: 2}', `{title: ${JSON.stringify(given)}}`),
        });
        expect(
          told.some(line =>
            line.includes("web: values.title can't be changed"),
          ),
        ).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  const json = fc.dictionary(
    fc.constantFrom('a', 'b', 'c'),
    fc.oneof(
      fc.integer(),
      fc.string(),
      fc.dictionary(fc.constantFrom('x', 'y'), fc.integer()),
      fc.array(
        fc.record({ name: fc.constantFrom('p', 'q'), n: fc.integer() }),
        { maxLength: 1 },
      ),
    ),
  );
  const over = (value: unknown) => {
    const source = loaded().fleet.source;
    return { layer: 'test', source, pointer: '', value };
  };

  it('laying the same value over twice is laying it over once', () => {
    const contribution = over({});
    fc.assert(
      fc.property(json, json, (base, value) => {
        const once = merge(base, { ...contribution, value });
        expect(merge(once, { ...contribution, value })).toEqual(once);
        expect(merge(base, { ...contribution, value: {} })).toEqual(base);
      }),
    );
  });

  it('merging changes neither of its inputs', () => {
    const contribution = over({});
    fc.assert(
      fc.property(json, json, (base, value) => {
        const copies = structuredClone([base, value]);
        merge(base, { ...contribution, value });
        expect([base, value]).toEqual(copies);
      }),
    );
  });
});

describe('the form', () => {
  const choice = {
    model: { name: 'standard', version: '1.0.0' },
    provider: 'metal',
  };

  it('offers what is settable and shows what is locked, with why', () => {
    const form = clusterForm(loaded(), choice);
    expect(form.schema).toMatchObject({
      type: 'object',
      required: ['rack'],
      additionalProperties: false,
    });
    expect(form.schema.properties).toMatchObject({
      rack: { enum: ['r1', 'r2'] },
      logLevel: { default: 'debug' },
      workers: { default: 3, maximum: 9 },
    });
    expect(form.locked).toEqual([
      {
        name: 'audit',
        value: true,
        reason: 'fixed by standard 1.0.0',
        path: STANDARD,
        line: 10,
      },
    ]);
    expect(form.variants).toEqual([{ name: 'big' }]);
    expect(form.components.map(c => [c.name, c.required, c.layer])).toEqual([
      ['web', true, 'required by base 1.0.0'],
      ['local-storage', false, 'provides storage on metal'],
    ]);
    expect(form.problems).toEqual([]);
  });

  it('starts from the variant’s defaults', () => {
    const { schema } = clusterForm(loaded(), { ...choice, variant: 'big' });
    expect(schema.properties).toMatchObject({ workers: { default: 9 } });
  });

  it('says why there is nothing to choose', () => {
    const { problems } = clusterForm(loaded(), {
      ...choice,
      provider: 'cloud',
    });
    expect(problems.map(p => [p.path, p.message])).toEqual([
      [STANDARD, 'there is no provider cloud'],
    ]);
  });
});
