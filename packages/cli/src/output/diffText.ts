import { CONSEQUENCE_WORDS } from '@flotilla/model';
import type {
  ClusterChange,
  Consequence,
  ConsequenceMark,
  ObjectChange,
} from '@flotilla/model';
import { formatTable } from './table';
import { paintFor } from './paint';
import type { Paint } from './paint';
import { count } from './problems';

/** Changes of objects as people read them: by cluster and part, then what they lead to. */
export function diffText(
  clusters: readonly ClusterChange[],
  colour: boolean,
): string {
  const paint = paintFor(colour);
  if (clusters.length === 0) return 'No object would change.\n';
  const lines = clusters.flatMap(change => clusterLines(change, paint));
  const all = clusters.flatMap(({ changes }) => changes);
  const of = (op: ObjectChange['op']) =>
    all.filter(change => change.op === op).length;
  const total = `${count(clusters.length, 'cluster')}: ${of('add')} added, ${of(
    'change',
  )} changed, ${of('remove')} removed`;
  return `${lines.join('\n')}\n\n${total}\n${consequencesText(all, paint)}`;
}

function clusterLines(
  { cluster, changes }: ClusterChange,
  paint: Paint,
): string[] {
  let part: string | undefined;
  return changes.flatMap(change => {
    const head = change.part === part ? [] : [`${cluster} ${change.part}`];
    part = change.part;
    return [...head.map(paint.bold), ...objectLines(change, paint)];
  });
}

const SIGNS = { add: '+', change: '~', remove: '-' } as const;

function objectLines(
  { op, ref, fields, consequences }: ObjectChange,
  paint: Paint,
): string[] {
  const shade = { add: paint.green, change: paint.yellow, remove: paint.red }[
    op
  ];
  const where = ref.namespace ? `${ref.namespace}/${ref.name}` : ref.name;
  const marks = consequences.map(({ mark }) => CONSEQUENCE_WORDS[mark]);
  const badge =
    marks.length > 0 ? `  ${paint.red(`! ${marks.join(', ')}`)}` : '';
  return [
    `  ${shade(`${SIGNS[op]} ${ref.kind} ${where}`)}${badge}`,
    ...fields.map(
      field =>
        `      ${field.fieldPath}  ${valueText(field.before)} → ${valueText(
          field.after,
        )}`,
    ),
  ];
}

/** Each mark once with how often it is there and why, the gravest first. */
function consequencesText(
  changes: readonly ObjectChange[],
  paint: Paint,
): string {
  const found = new Map<string, { consequence: Consequence; times: number }>();
  for (const consequence of changes.flatMap(c => c.consequences)) {
    const key = `${consequence.mark} ${consequence.reason}`;
    const known = found.get(key) ?? { consequence, times: 0 };
    found.set(key, { ...known, times: known.times + 1 });
  }
  if (found.size === 0) return '';
  const gravity = Object.keys(CONSEQUENCE_WORDS);
  const rank = (mark: ConsequenceMark) => gravity.indexOf(mark);
  const rows = [...found.values()]
    .sort((a, b) => rank(a.consequence.mark) - rank(b.consequence.mark))
    .map(({ consequence: { mark, reason }, times }) => [
      CONSEQUENCE_WORDS[mark],
      `${times} ×`,
      reason,
    ]);
  return `\n${paint.bold('What this leads to')}\n${formatTable(
    ['', '', ''],
    rows,
  )
    .split('\n')
    .slice(1)
    .join('\n')}`;
}

const MAX_VALUE = 120;

/** A value on one line; a long one is cut, since rendered/ shows it in full. */
function valueText(value: unknown): string {
  if (value === undefined) return '(none)';
  const text = JSON.stringify(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
}
