import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CHECKOUT } from '@flotilla/testbed';
import { tableOf } from '../figures';
import type { Figure } from '../figures';
import { agentFigures } from './agentFigures';
import { compareFigures } from './compareFigures';

const RESULT = join(CHECKOUT, '.bench/drift.json');

/** What is measured, in the order of the table. */
const MEASURES: readonly (() => Figure[] | Promise<Figure[]>)[] = [
  compareFigures,
  agentFigures,
];

/** `yarn bench drift`: exits 1 where a figure misses its bound. */
export async function benchDrift(): Promise<number> {
  const figures: Figure[] = [];
  for (const measure of MEASURES) figures.push(...(await measure()));
  process.stdout.write(`\n${tableOf(figures)}\n`);
  await mkdir(dirname(RESULT), { recursive: true });
  await writeFile(RESULT, `${JSON.stringify({ figures }, null, 2)}\n`);
  return figures.some(({ met }) => met === false) ? 1 : 0;
}
