import type {
  CorrectedDrift,
  Drift,
  DriftedResource,
  DriftValue,
  FieldDrift,
  FieldManager,
  ObjectRef,
} from '@flotilla/backstage-plugin-flotilla-common';
import { ago } from '../../output/ago';
import { paintFor } from '../../output/paint';
import type { Paint } from '../../output/paint';
import { count } from '../../output/problems';
import type { Terminal } from '../../terminal';
import { conditionLines } from './conditionLines';

/** What putting a field back takes that the API server refuses to change. */
const IMMUTABLE = 'can only be put back by making the object anew';

/** What differs between Git and a cluster, for people. */
export function driftText(
  cluster: string,
  drift: Drift,
  terminal: Terminal,
): string {
  const paint = paintFor(terminal.colour);
  const now = terminal.now();
  return [
    headline(cluster, drift, now, paint),
    ...drift.resources.flatMap(resource => resourceLines(resource, now, paint)),
    ...drift.unknown.map(({ ref, reason }) =>
      paint.yellow(`  ? ${objectText(ref)}  ${reason}`),
    ),
    ...correctedLines(drift.corrected, now, paint),
    ...conditionLines(drift.conditions, paint),
    '',
  ].join('\n');
}

function headline(cluster: string, drift: Drift, now: Date, paint: Paint) {
  const seen = drift.asOf ? ago(drift.asOf, now) : 'never';
  if (!drift.current) {
    const state = paint.yellow('Unknown');
    return `${paint.bold(cluster)}  ${state}: last known ${seen}`;
  }
  const { resources, summary } = drift;
  const verdict =
    resources.length > 0
      ? paint.red(
          `${count(summary?.objects ?? resources.length, 'resource')}, ${count(
            summary?.fields ?? 0,
            'field',
          )} differ`,
        )
      : `${drift.matching} of ${drift.total} objects match`;
  const state = stateText(drift.state, paint);
  return `${paint.bold(cluster)}  ${state}: ${verdict}  (${seen})`;
}

function stateText(state: Drift['state'], paint: Paint): string {
  if (state === 'InSync') return paint.green(state);
  return state === 'Drifted' || state === 'NotApplied'
    ? paint.red(state)
    : paint.yellow(state);
}

function resourceLines(
  resource: DriftedResource,
  now: Date,
  paint: Paint,
): string[] {
  const { ref, part, state, severity, degraded, fields, totalFields } =
    resource;
  const more = totalFields - fields.length;
  return [
    `  ${objectText(ref)}  ${state}, ${severityText(
      severity,
      paint,
    )}  ${paint.dim(part)}`,
    ...(degraded ? [paint.yellow(`      ${degraded}`)] : []),
    ...fields.map(field => fieldLine(field, now, paint)),
    ...(more > 0 ? [`      and ${count(more, 'more field')}`] : []),
  ];
}

function severityText(severity: DriftedResource['severity'], paint: Paint) {
  const isGrave = severity === 'high' || severity === 'critical';
  return isGrave ? paint.red(severity) : paint.yellow(severity);
}

function fieldLine(field: FieldDrift, now: Date, paint: Paint): string {
  const author = field.manager ? `  by ${managerText(field.manager)}` : '';
  const since = field.since ? `, ${ago(field.since, now)}` : '';
  const desired = paint.green(valueText(field.desired));
  const live = paint.red(valueText(field.live));
  const fixed = field.immutable ? `  (${IMMUTABLE})` : '';
  const where = `${author}${since}${fixed}`;
  return `      ${field.fieldPath}  desired ${desired}, live ${live}${where}`;
}

function correctedLines(
  corrected: readonly CorrectedDrift[],
  now: Date,
  paint: Paint,
): string[] {
  if (corrected.length === 0) return [];
  return [
    paint.dim('  Put back by the engine:'),
    ...corrected.map(
      ({ ref, fields, manager, correctedAt, count: times }) =>
        `    ${objectText(ref)}  ${fields
          .map(({ fieldPath }) => fieldPath)
          .join(', ')}  by ${managerText(manager)}, ${times} ×, last ${ago(
          correctedAt,
          now,
        )}`,
    ),
  ];
}

function objectText({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

function managerText({ name, subresource }: FieldManager): string {
  return subresource ? `${name} (${subresource})` : name;
}

function valueText(value: DriftValue | undefined): string {
  if (!value) return '(none)';
  return value.hidden ? '(hidden)' : JSON.stringify(value.value);
}
