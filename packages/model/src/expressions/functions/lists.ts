import {
  celEnv,
  celFunc,
  celList,
  celMethod,
  CelScalar,
  isCelError,
  isCelList,
  listType,
} from '@bufbuild/cel';
import type { CelList, CelValue } from '@bufbuild/cel';
import { spend, spendDeep } from '../meter';

/*
 * Kubernetes' list library (isSorted, sum, min, max, indexOf, lastIndexOf), the parts of cel-go's
 * lists that make lists (sort, reverse, distinct, slice, flatten, lists.range), and its sets.
 */
const { BOOL, DYN, INT } = CelScalar;
const LIST = listType(DYN);

/** CEL's own operators, for values of any type that has them. */
const OPERATORS = celEnv().funcs;

function operator(name: string, a: CelValue, b: CelValue): CelValue {
  spend(2);
  const result = OPERATORS.find(name)?.call(0, undefined, [a, b]);
  if (result === undefined) {
    throw new Error(
      `items of a list that don't go together: ${typeof a} and ${typeof b}`,
    );
  }
  if (isCelError(result)) throw new Error(result.message);
  return result;
}

function isLess(a: CelValue, b: CelValue): boolean {
  return operator('_<_', a, b) === true;
}

function equal(a: CelValue, b: CelValue): boolean {
  return operator('_==_', a, b) === true;
}

/** Comparing every item of one list with every item of another. */
function spendPairs(a: CelList, b: CelList): void {
  spendDeep(a);
  spendDeep(b);
  spend(a.size * b.size);
}

function has(list: CelList, item: CelValue): boolean {
  return [...list].some(other => equal(other, item));
}

function extreme(list: CelList, isBetter: typeof isLess): CelValue {
  const [first, ...rest] = list;
  if (first === undefined)
    throw new Error('an empty list has no min and no max');
  return rest.reduce(
    (best, item) => (isBetter(item, best) ? item : best),
    first,
  );
}

function sumOf(list: CelList): CelValue {
  const [first, ...rest] = list;
  if (first === undefined) return 0n;
  if (typeof first === 'string')
    throw new Error('texts have no sum: use join()');
  return rest.reduce((sum, item) => operator('_+_', sum, item), first);
}

function isSorted(list: CelList): boolean {
  const items = [...list];
  return items.every((item, i) => i === 0 || !isLess(item, items[i - 1]));
}

function sorted(list: CelList): CelValue[] {
  spend(list.size * 16);
  return [...list].sort((a, b) => {
    if (isLess(a, b)) return -1;
    return isLess(b, a) ? 1 : 0;
  });
}

function distinct(list: CelList): CelValue[] {
  spendPairs(list, list);
  const result: CelValue[] = [];
  for (const item of list) {
    if (!result.some(other => equal(other, item))) result.push(item);
  }
  return result;
}

function slice(list: CelList, from: bigint, to: bigint): CelValue[] {
  const [start, end] = [Number(from), Number(to)];
  if (start < 0 || end > list.size || start > end) {
    throw new Error(
      `slice from ${start} to ${end}: there are ${list.size} items`,
    );
  }
  return [...list].slice(start, end);
}

function flatten(list: CelList, depth: bigint): CelValue[] {
  if (depth < 0n) throw new Error('flatten to a depth below 0');
  return [...list].flatMap(item => {
    spend(1);
    return isCelList(item) && depth > 0n ? flatten(item, depth - 1n) : [item];
  });
}

function range(size: bigint): bigint[] {
  spend(Math.max(0, Number(size)));
  return Array.from({ length: Math.max(0, Number(size)) }, (_, i) => BigInt(i));
}

export const listFunctions = [
  celMethod('isSorted', LIST, [], BOOL, function sortedAlready() {
    return isSorted(this);
  }),
  celMethod('sum', LIST, [], DYN, function sum() {
    return sumOf(this);
  }),
  celMethod('min', LIST, [], DYN, function min() {
    return extreme(this, isLess);
  }),
  celMethod('max', LIST, [], DYN, function max() {
    return extreme(this, (a, b) => isLess(b, a));
  }),
  celMethod('indexOf', LIST, [DYN], INT, function first(item) {
    spendDeep(this);
    return BigInt([...this].findIndex(other => equal(other, item)));
  }),
  celMethod('lastIndexOf', LIST, [DYN], INT, function last(item) {
    spendDeep(this);
    const items = [...this].reverse();
    const found = items.findIndex(other => equal(other, item));
    return found < 0 ? -1n : BigInt(items.length - 1 - found);
  }),
  celMethod('sort', LIST, [], LIST, function sort() {
    return sorted(this);
  }),
  celMethod('reverse', LIST, [], LIST, function reverse() {
    return [...this].reverse();
  }),
  celMethod('distinct', LIST, [], LIST, function once() {
    return distinct(this);
  }),
  celMethod('slice', LIST, [INT, INT], LIST, function part(from, to) {
    return slice(this, from, to);
  }),
  celMethod('flatten', LIST, [], LIST, function flat() {
    return flatten(this, 1n);
  }),
  celMethod('flatten', LIST, [INT], LIST, function flatTo(depth) {
    return flatten(this, depth);
  }),
  celFunc('lists.range', [INT], LIST, range),
  // CEL's own + nests one list in another: a loop over n items would then take n² steps to read.
  celFunc('_+_', [LIST, LIST], LIST, (a, b) => celList([...a, ...b])),
];

export const setFunctions = [
  celFunc('sets.contains', [LIST, LIST], BOOL, (list, part) => {
    spendPairs(list, part);
    return [...part].every(item => has(list, item));
  }),
  celFunc('sets.equivalent', [LIST, LIST], BOOL, (a, b) => {
    spendPairs(a, b);
    return [...a].every(x => has(b, x)) && [...b].every(x => has(a, x));
  }),
  celFunc('sets.intersects', [LIST, LIST], BOOL, (a, b) => {
    spendPairs(a, b);
    return [...a].some(item => has(b, item));
  }),
];

/** `math.greatest` and `math.least` take two to five numbers, or a list of them. */
export const extremeFunctions = [
  ['math.greatest', (a: CelValue, b: CelValue) => isLess(b, a)] as const,
  ['math.least', isLess] as const,
].flatMap(([name, isBetter]) => [
  celFunc(name, [LIST], DYN, list => extreme(list, isBetter)),
  ...[2, 3, 4, 5].map(many =>
    celFunc(
      name,
      Array.from({ length: many }, () => DYN),
      DYN,
      (...numbers) => extreme(celList(numbers), isBetter),
    ),
  ),
]);
