import { base64Of } from './base64';
import { sameDuration } from './duration';
import { sameQuantity } from './quantity';

it.each([
  ['1000m', '1', true],
  ['1024Mi', '1Gi', true],
  ['0.5', '500m', true],
  ['1e3', '1k', true],
  [2, '2', true],
  ['1Gi', '1G', false],
  ['100m', '0.2', false],
  ['abc', 'abc ', false],
  ['1e999999999', '1', false],
])('quantities %s and %s are the same: %s', (one, other, same) => {
  expect(sameQuantity(one, other)).toBe(same);
});

it.each([
  ['60m', '1h0m0s', true],
  ['1.5h', '90m', true],
  ['30s', '30', false],
  ['1m', '1ms', false],
])('durations %s and %s are the same: %s', (one, other, same) => {
  expect(sameDuration(one, other)).toBe(same);
});

it('writes base64 of UTF-8', () => {
  expect(base64Of('grün ✓')).toBe(Buffer.from('grün ✓').toString('base64'));
});
