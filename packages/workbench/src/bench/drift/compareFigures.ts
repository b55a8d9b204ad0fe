import { compareObject } from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';
import { atMost, median, shown } from '../figures';
import type { Figure } from '../figures';
import { Subject, manyObjects } from './manyObjects';

const OBJECTS = 5000;
const ROUNDS = 9;
const MEGABYTE = 1e6;

interface Round {
  parse: number;
  compare: number;
}

/** Comparing many objects that are as they should be, beside reading them as JSON. */
export function compareFigures(): Figure[] {
  const subjects = manyObjects(OBJECTS);
  measureRound(subjects);
  const rounds: Round[] = [];
  for (let i = 0; i < ROUNDS; i++) rounds.push(measureRound(subjects));
  const size = subjects.reduce((sum, { text }) => sum + text.length, 0);
  const of = (figure: (round: Round) => number) => median(rounds.map(figure));
  return [
    shown(
      `JSON.parse of ${OBJECTS} live objects`,
      of(r => r.parse),
      'ms',
    ),
    shown('their size', size / MEGABYTE, 'MB'),
    shown(
      'comparing them with what Git says',
      of(r => r.compare),
      'ms',
    ),
    atMost(
      'comparing, of JSON.parse',
      of(r => r.compare / r.parse),
      2,
      '×',
    ),
  ];
}

/** Everything beside each other, because machines are noisy: the figure is a ratio within one round. */
function measureRound(subjects: readonly Subject[]): Round {
  global.gc?.();
  const started = performance.now();
  const lives = subjects.map(({ text }): KubeObject => JSON.parse(text));
  const parse = performance.now() - started;
  global.gc?.();
  const now = new Date().toISOString();
  const compareStarted = performance.now();
  const drifted = subjects.filter(
    ({ desired, schema }, i) =>
      compareObject({
        desired,
        live: lives[i],
        applied: true,
        autoscalers: [],
        now,
        ...(schema ? { schema } : {}),
      }).state !== 'InSync',
  );
  const compare = performance.now() - compareStarted;
  const [first] = drifted;
  if (first) {
    const { kind, metadata } = first.desired;
    throw new Error(`${kind} ${metadata.name} should not have drifted`);
  }
  return { parse, compare };
}
