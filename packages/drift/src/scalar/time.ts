const TIME = /^\d{4}-\d{2}-\d{2}T/;

/** Whether two RFC 3339 times are the same second: the server writes them in UTC, without fractions. */
export function sameTime(one: unknown, other: unknown): boolean {
  const left = seconds(one);
  return left !== undefined && left === seconds(other);
}

function seconds(value: unknown): number | undefined {
  if (typeof value !== 'string' || !TIME.test(value)) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000);
}
