/** One line of a bench's table. */
export interface Figure {
  what: string;
  /** As people read it, with its unit. */
  measured: string;
  /** The bound, as people read it; absent where the line is only shown beside the others. */
  target?: string;
  /** Absent where there is no bound. */
  met?: boolean;
}

export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** What is measured must be at least the bound. */
export function atLeast(what: string, ratio: number, bound: number): Figure {
  return {
    what,
    measured: `${round(ratio)} ×`,
    target: `≥ ${bound} ×`,
    met: ratio >= bound,
  };
}

/** What is measured must be at most the bound. */
export function atMost(
  what: string,
  value: number,
  bound: number,
  unit: string,
): Figure {
  return {
    what,
    measured: `${round(value)} ${unit}`,
    target: `≤ ${bound} ${unit}`,
    met: value <= bound,
  };
}

/** Only to be seen. */
export function shown(what: string, value: number, unit: string): Figure {
  return { what, measured: `${round(value)} ${unit}` };
}

export function round(value: number): number {
  return Number(value.toPrecision(3));
}

function verdict(met: boolean | undefined): string {
  if (met === undefined) return '';
  return met ? 'met' : 'MISSED';
}

/** The table that a bench prints. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, measured, target = '', met }) => [
    what,
    measured,
    target,
    verdict(met),
  ]);
  const widths = [0, 1, 2].map(column =>
    Math.max(...rows.map(row => row[column].length)),
  );
  return rows
    .map(([what, measured, target, met]) =>
      `${what.padEnd(widths[0])}  ${measured.padStart(
        widths[1],
      )}  ${target.padEnd(widths[2])}  ${met}`.trimEnd(),
    )
    .join('\n');
}
