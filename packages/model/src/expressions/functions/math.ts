import { celFunc, CelScalar } from '@bufbuild/cel';
import { extremeFunctions } from './lists';

/* The parts of cel-go's math library that sizes and counts need. */
const { BOOL, DOUBLE, INT } = CelScalar;

/** The whole number beside a half is the one further from zero, as in Go. */
function rounded(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value));
}

export const mathFunctions = [
  ...extremeFunctions,
  celFunc('math.ceil', [DOUBLE], DOUBLE, Math.ceil),
  celFunc('math.floor', [DOUBLE], DOUBLE, Math.floor),
  celFunc('math.round', [DOUBLE], DOUBLE, rounded),
  celFunc('math.trunc', [DOUBLE], DOUBLE, Math.trunc),
  celFunc('math.abs', [DOUBLE], DOUBLE, Math.abs),
  celFunc('math.abs', [INT], INT, value => {
    if (value === -(2n ** 63n)) throw new Error('integer overflow');
    return value < 0n ? -value : value;
  }),
  celFunc('math.sign', [INT], INT, value => {
    if (value === 0n) return 0n;
    return value < 0n ? -1n : 1n;
  }),
  celFunc('math.sign', [DOUBLE], DOUBLE, Math.sign),
  celFunc('math.isNaN', [DOUBLE], BOOL, Number.isNaN),
];
