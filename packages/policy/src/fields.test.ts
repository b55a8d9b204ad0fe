import fc from 'fast-check';
import { changedPointers, pointersMeet } from './fields';

describe('changedPointers', () => {
  it.each([
    ['a changed leaf', { a: 1 }, { a: 2 }, ['/a']],
    [
      'an added map, by its leaves',
      {},
      { a: { b: 1, c: 2 } },
      ['/a/b', '/a/c'],
    ],
    ['a removed key', { a: { b: 1 } }, { a: {} }, ['/a/b']],
    ['an emptied map that appears', {}, { a: {} }, ['/a']],
    ['a change of type', { a: 1 }, { a: [1] }, ['/a']],
    ['a key with a slash', {}, { 'a/b~c': 1 }, ['/a~1b~0c']],
    ['a plain list, as one value', { a: [1, 2] }, { a: [1, 3] }, ['/a']],
    [
      'an entry put before named ones',
      [{ name: 'x', v: 1 }],
      [
        { name: 'new', v: 0 },
        { name: 'x', v: 1 },
      ],
      ['/0/name', '/0/v'],
    ],
    [
      'an entry of a named list that changed places',
      [
        { name: 'x', v: 1 },
        { name: 'y', v: 1 },
      ],
      [
        { name: 'y', v: 2 },
        { name: 'x', v: 1 },
      ],
      ['/0/v', ''],
    ],
    [
      'named entries that only changed places',
      { l: [{ name: 'x' }, { name: 'y' }] },
      { l: [{ name: 'y' }, { name: 'x' }] },
      ['/l'],
    ],
  ])('sees %s', (_, before, after, pointers) => {
    expect(changedPointers(before, after)).toEqual(pointers);
  });

  it('is empty exactly when two values are equal as JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const copy = JSON.parse(JSON.stringify(a));
        expect(changedPointers(JSON.parse(JSON.stringify(a)), copy)).toEqual(
          [],
        );
        const same = sorted(copy) === sorted(JSON.parse(JSON.stringify(b)));
        expect(
          changedPointers(copy, JSON.parse(JSON.stringify(b))).length === 0,
        ).toBe(same);
      }),
      { numRuns: 200 },
    );
  });
});

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : inner,
  );
}

describe('pointersMeet', () => {
  it.each([
    ['/spec/model', '/spec/model/version', true],
    ['/spec/model', '/spec', true],
    ['/spec/model', '/spec/models', false],
    ['', '/spec', true],
  ])('%p and %p: %p', (a, b, meet) => {
    expect(pointersMeet(a, b)).toBe(meet);
  });
});
