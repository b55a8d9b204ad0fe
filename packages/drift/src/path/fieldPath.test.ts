import { formatFieldPath, isWithin, parseFieldPath } from './fieldPath';
import { fieldIn, pointerOf } from './step';

it.each([
  '.spec.containers[name="app"].image',
  '.spec.ports[containerPort=8080,protocol="TCP"]',
  '.metadata.annotations["example.org/some.key"]',
  '.metadata.finalizers[="a/b"]',
  '.rules[0].verbs',
  '.items[*].name',
  '.env[name="a]\\"b"].value',
])('reads and writes %s', text => {
  expect(formatFieldPath(parseFieldPath(text))).toBe(text);
});

it('reads a bare word as text', () => {
  expect(parseFieldPath('[name=app]')).toEqual([
    { kind: 'keys', keys: { name: 'app' } },
  ]);
});

it.each([
  ['spec', 1],
  ['.spec[', 6],
  ['.spec[name]', 6],
  ['.a..b', 3],
])('refuses %s at column %d', (text, column) => {
  expect(() => parseFieldPath(text)).toThrow(`(column ${column})`);
});

it.each([
  ['.spec.foo', '.spec.foo', true],
  ['.spec.foo.bar', '.spec.foo', true],
  ['.spec.foo[0]', '.spec.foo', true],
  ['.spec.foobar', '.spec.foo', false],
  ['.spec', '.spec.foo', false],
])('%s is within %s: %s', (inner, outer, expected) => {
  expect(isWithin(inner, outer)).toBe(expected);
});

it('escapes JSON pointers', () => {
  const place = fieldIn(fieldIn(undefined, 'a/b'), 'c~d');
  expect(pointerOf(place)).toBe('/a~1b/c~0d');
});
