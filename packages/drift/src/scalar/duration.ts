const UNITS: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1e3,
  m: 60e3,
  h: 3600e3,
};
const DURATION = /^-?(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/;
const TERM = /(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g;

/** Whether two Go durations last equally long: controllers rewrite `60m` as `1h0m0s`. */
export function sameDuration(one: unknown, other: unknown): boolean {
  const left = milliseconds(one);
  return left !== undefined && left === milliseconds(other);
}

function milliseconds(value: unknown): number | undefined {
  if (typeof value !== 'string' || !DURATION.test(value)) return undefined;
  let total = 0;
  for (const [, amount, unit] of value.matchAll(TERM)) {
    total += Number(amount) * UNITS[unit];
  }
  return value.startsWith('-') ? -total : total;
}
