import { steadyOrder } from './steadyOrder';

describe('steadyOrder', () => {
  const order = (shown: string, next: string) =>
    steadyOrder([...shown], [...next], letter => letter).join('');

  it.each([
    ['keeps places when the order changes', 'abc', 'cab', 'abc'],
    ['lets what is gone go', 'abc', 'ca', 'ac'],
    ['puts what is new last', 'ab', 'xab', 'abx'],
    ['takes the order as it comes when nothing was shown', '', 'cab', 'cab'],
  ])('%s', (_law, shown, next, expected) => {
    expect(order(shown, next)).toBe(expected);
  });
});
