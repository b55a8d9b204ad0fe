import type {
  CorrectedDrift,
  Drift,
  DriftedResource,
  DriftValue,
  FieldDrift,
  FieldManager,
  ObjectRef,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { Command } from 'commander';
import { ExitCode } from '../exitCodes';
import { addHubOptions, fleetName, hubClient } from '../hub/hubOptions';
import type { HubOptions } from '../hub/hubOptions';
import type { CommandContext } from './CommandContext';
import { ago } from '../output/ago';
import { outputOption, serialise } from '../output/format';
import type { OutputFormat } from '../output/format';
import { paintFor } from '../output/paint';
import type { Paint } from '../output/paint';
import { count } from '../output/problems';
import type { Terminal } from '../terminal';

interface DriftOptions extends HubOptions {
  output: OutputFormat;
}

/** `flotilla drift`: what differs between Git and a cluster, as its agent last reported. */
export function addDriftCommand(
  program: Command,
  { terminal, run }: CommandContext,
): void {
  addHubOptions(program.command('drift'))
    .description('show what differs between Git and a cluster')
    .argument('<cluster>')
    .addOption(outputOption())
    .addHelpText(
      'after',
      "\nExit code: 0 in sync, 1 something differs, 2 it isn't known.\n",
    )
    .action((cluster: string, options: DriftOptions) =>
      run(() => driftCommand(terminal, cluster, options)),
    );
}

async function driftCommand(
  terminal: Terminal,
  cluster: string,
  options: DriftOptions,
): Promise<ExitCode> {
  const hub = hubClient(terminal, options);
  const fleet = await fleetName(terminal, hub, options.fleet);
  const drift = await hub.drift(fleet, cluster);
  terminal.out(
    options.output === 'table'
      ? driftText(cluster, drift, terminal)
      : serialise(drift, options.output),
  );
  return exitCodeOf(drift);
}

/** Old knowledge is no knowledge: a silent agent never makes a script go on. */
function exitCodeOf(drift: Drift): ExitCode {
  if (!drift.current || !drift.summary) return ExitCode.WrongInput;
  if (drift.resources.length > 0) return ExitCode.Differs;
  return drift.unknown.length > 0 ? ExitCode.WrongInput : ExitCode.Fine;
}

function driftText(cluster: string, drift: Drift, terminal: Terminal): string {
  const paint = paintFor(terminal.colour);
  const now = terminal.now();
  return [
    headline(cluster, drift, now, paint),
    ...drift.resources.flatMap(resource => resourceLines(resource, now, paint)),
    ...drift.unknown.map(
      ({ ref, reason }) => `  ? ${objectText(ref)}  ${reason}`,
    ),
    ...correctedLines(drift.corrected, now, paint),
    '',
  ].join('\n');
}

function headline(cluster: string, drift: Drift, now: Date, paint: Paint) {
  const seen = drift.asOf ? ago(drift.asOf, now) : 'never';
  if (!drift.current) {
    return `${paint.bold(cluster)}  Unknown: last known ${seen}`;
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
  return `${paint.bold(cluster)}  ${drift.state}: ${verdict}  (${seen})`;
}

function resourceLines(
  resource: DriftedResource,
  now: Date,
  paint: Paint,
): string[] {
  const { ref, part, state, severity, fields, totalFields } = resource;
  const more = totalFields - fields.length;
  return [
    `  ${objectText(ref)}  ${state}, ${severity}  ${paint.dim(part)}`,
    ...fields.map(field => fieldLine(field, now)),
    ...(more > 0 ? [`      and ${count(more, 'more field')}`] : []),
  ];
}

function fieldLine(field: FieldDrift, now: Date): string {
  const author = field.manager ? `  by ${managerText(field.manager)}` : '';
  const since = field.since ? `, ${ago(field.since, now)}` : '';
  return `      ${field.fieldPath}  desired ${valueText(
    field.desired,
  )}, live ${valueText(field.live)}${author}${since}`;
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
