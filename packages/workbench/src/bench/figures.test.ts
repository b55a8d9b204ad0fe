import { atLeast, atMost, median, shown, tableOf } from './figures';

it('takes the middle of an odd and of an even number of samples', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 100])).toBe(3.5);
});

it('says which bounds are missed, and none for what is only shown', () => {
  expect(
    tableOf([
      atLeast('faster', 199.4, 200),
      atMost('memory', 512.3, 1024, 'MiB'),
      shown('beside', 3.14159, 'ms'),
    ]),
  ).toBe(
    [
      'faster    199 ×  ≥ 200 ×     MISSED',
      'memory  512 MiB  ≤ 1024 MiB  met',
      'beside  3.14 ms',
    ].join('\n'),
  );
});
