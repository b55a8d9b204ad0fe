import { masked, overlap, readCidr, writeCidr } from '../network/address';
import type { Range } from '../network/address';
import type { Problem } from '../problems';
import { Complaints, ruleAt } from '../source/complaints';
import type { ComposedShape } from './shape';

/** A range of a cluster's own addresses, and where it was set. */
export interface OwnRange {
  of: 'pods' | 'services';
  text: string;
  range: Range;
  /** In the composed `cluster` block. */
  pointer: string;
}

/** Many clusters have the same shape. */
const known = new WeakMap<ComposedShape, readonly OwnRange[]>();
const judged = new WeakMap<ComposedShape, readonly Problem[]>();

/** The ranges for pods and services that can be read as such. */
export function ownRanges(composed: ComposedShape): readonly OwnRange[] {
  const ranges = known.get(composed) ?? rangesIn(composed);
  known.set(composed, ranges);
  return ranges;
}

function rangesIn({ shape }: ComposedShape): OwnRange[] {
  return (['pods', 'services'] as const).flatMap(of =>
    (shape.network?.[of] ?? []).flatMap((text, i) => {
      const range = readCidr(text);
      const pointer = `/network/${of}/${i}`;
      return range ? [{ of, text, range, pointer }] : [];
    }),
  );
}

/** Ranges of pods and services that are none, or that meet: an address has to be one thing. */
export function networkProblems(composed: ComposedShape): readonly Problem[] {
  const problems = judged.get(composed) ?? problemsOf(composed);
  judged.set(composed, problems);
  return problems;
}

function problemsOf(composed: ComposedShape): Problem[] {
  const ranges = ownRanges(composed);
  return [
    ...unreadable(composed),
    ...ranges.flatMap(range => crookedProblem(composed, range)),
    ...ranges.flatMap((range, i) => {
      const met = ranges
        .slice(0, i)
        .find(other => overlap(other.range, range.range));
      return met ? overlapProblem(composed, range, met) : [];
    }),
  ];
}

function unreadable(composed: ComposedShape): Problem[] {
  const { network } = composed.shape;
  return (['pods', 'services'] as const).flatMap(of =>
    (network?.[of] ?? []).flatMap((text, i) =>
      readCidr(text)
        ? []
        : complain(
            composed,
            `/network/${of}/${i}`,
            `${text} isn't a range of addresses`,
            { remedy: 'Write one such as 10.128.0.0/14 or fd00:10::/56.' },
          ),
    ),
  );
}

/** Kubernetes takes the range, most clouds don't. */
function crookedProblem(
  composed: ComposedShape,
  { text, range, pointer }: OwnRange,
): Problem[] {
  const straight = masked(range);
  if (straight.address.value === range.address.value) return [];
  return complain(
    composed,
    pointer,
    `${text} isn't the beginning of its range`,
    { remedy: `Write ${writeCidr(straight)}.` },
  );
}

function overlapProblem(
  composed: ComposedShape,
  { of, text, pointer }: OwnRange,
  met: OwnRange,
): Problem[] {
  return complain(
    composed,
    pointer,
    `${text} of the ${of} meets ${met.text} of the ${met.of}`,
    {
      rule: rangeRule(composed, met),
      remedy: 'Choose ranges that share no address.',
    },
  );
}

/** The place that gave a range, as the rule that another address breaks. */
export function rangeRule(
  { trace }: ComposedShape,
  { of, text, pointer }: OwnRange,
): Problem['rule'] {
  const origin = trace.at(pointer).at(-1);
  return (
    origin && ruleAt(origin.source, origin.pointer, `gives ${of} ${text}.`)
  );
}

/** At the place where a value of the composed block was set last. */
function complain(
  { trace }: ComposedShape,
  pointer: string,
  message: string,
  more: Pick<Problem, 'remedy' | 'rule'>,
): Problem[] {
  const origin = trace.at(pointer).at(-1);
  if (!origin) return [];
  const to = new Complaints(origin.source);
  to.add(origin.pointer, message, more);
  return to.problems;
}
