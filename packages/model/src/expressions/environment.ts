import {
  celEnv,
  celFunc,
  celMethod,
  CelScalar,
  isCelError,
} from '@bufbuild/cel';
import type { CelEnv, CelFunc, CelValue } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { addressFunctions } from './functions/addresses';
import { formatFunctions } from './functions/format';
import { listFunctions, setFunctions } from './functions/lists';
import { mathFunctions } from './functions/math';
import { quantityFunctions, sameAmount } from './functions/quantity';
import { regexFunctions } from './functions/regex';
import { semverFunctions } from './functions/semver';
import { stringFunctions } from './functions/strings';
import { spend, spendDeep, spendShallow, spendText } from './meter';
import { registry } from './opaque';

const { BOOL, DYN, INT } = CelScalar;

/** What one call costs beside what it reads. */
const CALL = 4;
/** What one turn of a loop costs beside its calls. */
const TURN = 8;
/** These read their arguments to the leaves. */
const DEEP = new Set(['_==_', '_!=_', '@in']);

/** Called at each turn of a loop with what the turn costs, and with the list that a loop goes over. */
export const TURN_FUNCTION = '@turn';
export const RANGE_FUNCTION = '@range';

const loopFunctions = [
  celFunc(TURN_FUNCTION, [BOOL, INT], BOOL, (goesOn, size) => {
    spend(TURN + Number(size));
    return goesOn;
  }),
  celFunc(RANGE_FUNCTION, [DYN], DYN, list => list),
];

const equality = [
  celFunc('_==_', [DYN, DYN], BOOL, equals),
  celFunc('_!=_', [DYN, DYN], BOOL, (a, b) => !equals(a, b)),
];

const EQUALS = celEnv().funcs.find('_==_');

function equals(a: CelValue, b: CelValue): boolean {
  return sameAmount(a, b) ?? EQUALS?.call(0, undefined, [a, b]) === true;
}

const ALL = celEnv({
  registry,
  funcs: [
    ...strings,
    ...stringFunctions,
    ...formatFunctions,
    ...listFunctions,
    ...setFunctions,
    ...mathFunctions,
    ...regexFunctions,
    ...quantityFunctions,
    ...semverFunctions,
    ...addressFunctions,
    ...equality,
    ...loopFunctions,
  ],
});

/** CEL with Kubernetes' libraries, in which every call uses up some of the budget. */
export const ENVIRONMENT: CelEnv = celEnv({
  registry,
  funcs: [...ALL.funcs].map(withCost),
});

function withCost(func: CelFunc): CelFunc {
  const { name, target, arguments: given, result } = func;
  const read = DEEP.has(name) ? spendDeep : spendShallow;
  const call = (self: CelValue | undefined, args: CelValue[]) => {
    spend(CALL);
    if (self !== undefined) read(self);
    args.forEach(read);
    const value = func.call(0, self, args);
    if (value === undefined) throw new Error(`${name} takes other values`);
    if (isCelError(value)) throw new Error(value.message);
    if (value instanceof Uint8Array) spendText(value.length);
    return value;
  };
  return target === undefined
    ? celFunc(name, given, result, (...args: CelValue[]) =>
        call(undefined, args),
      )
    : celMethod(
        name,
        target,
        given,
        result,
        function method(...args: CelValue[]) {
          return call(this, args);
        },
      );
}
