const UNITS = [
  { unit: 'days', seconds: 86_400 },
  { unit: 'hours', seconds: 3_600 },
  { unit: 'minutes', seconds: 60 },
] as const;

/** A length of time in its largest whole unit. */
export interface Age {
  unit: 'days' | 'hours' | 'minutes' | 'seconds';
  count: number;
}

/** `seconds` in its largest whole unit; days begin at two, so that "30 h" isn't lost in "1 d". */
export function ageOf(seconds: number): Age {
  const whole = Math.max(0, Math.round(seconds));
  for (const { unit, seconds: each } of UNITS) {
    const least = unit === 'days' ? 2 : 1;
    if (whole >= least * each) return { unit, count: Math.floor(whole / each) };
  }
  return { unit: 'seconds', count: whole };
}
