import { aForm } from '../../__testUtils__/forms';
import { checkOptions } from './checkOptions';
import { compiledOptions } from './compiledOptions';

describe('checkOptions', () => {
  const { schema } = aForm();

  it('accepts the defaults', () => {
    expect(checkOptions(schema, {})).toEqual([]);
  });

  it.each([
    ['too much', { workers: 500 }, 'workers', 'Must be at most 20.'],
    ['too little', { workers: 0 }, 'workers', 'Must be at least 1.'],
    ['no number', { workers: 'many' }, 'workers', 'Must be a whole number.'],
    ['half a machine', { workers: 1.5 }, 'workers', 'Must be a whole number.'],
    [
      'no choice',
      { machineType: 'huge' },
      'machineType',
      'Must be one of standard, large.',
    ],
    [
      'the wrong form',
      { alertChannel: 'alerts' },
      'alertChannel',
      'Must match ^#[a-z0-9-]{2,40}$.',
    ],
    [
      'what the model does not have',
      { retentionDays: 3 },
      'retentionDays',
      "This model doesn't have it.",
    ],
  ])('refuses %s in plain words', (_what, values, name, message) => {
    expect(checkOptions(schema, values)).toEqual([{ name, message }]);
  });

  it('matches a pattern as the model engine does: at once, whatever is typed', () => {
    const tag = { type: 'string', pattern: '^(a+)+$' };
    const typed = { tag: `${'a'.repeat(60)}!` };
    const started = Date.now();
    expect(
      checkOptions({ type: 'object', properties: { tag } }, typed),
    ).toEqual([{ name: 'tag', message: 'Must match ^(a+)+$.' }]);
    expect(Date.now() - started).toBeLessThan(2000);
  });

  it('misses what is required and has no default', () => {
    const { default: _default, ...workers } = { type: 'integer', default: 3 };
    expect(
      checkOptions(
        { type: 'object', properties: { workers }, required: ['workers'] },
        {},
      ),
    ).toEqual([{ name: 'workers', message: 'Has to be set.' }]);
  });

  it.each([
    ['with a pattern that nothing here matches', { pattern: '^(?!x)a' }],
    ['that is none', { pattern: 3 }],
  ])("says of a schema %s that it can't be checked", (_what, wrong) => {
    const tag = { type: 'string', ...wrong };
    const broken = { type: 'object', properties: { tag } };
    expect(checkOptions(broken, { tag: 'a' })).toEqual([
      { name: '', message: expect.stringContaining("can't be checked here") },
    ]);
  });

  it('makes a schema ready once, however often it is asked', () => {
    expect(compiledOptions(schema)).toBe(compiledOptions(schema));
  });
});
