import type {
  ClusterQuery,
  ClusterSummary,
  DriftSummary,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { Command } from 'commander';
import { ExitCode } from '../exitCodes';
import { addHubOptions, hubClient } from '../hub/hubOptions';
import type { HubOptions } from '../hub/hubOptions';
import type { CommandContext } from './CommandContext';
import { ago } from '../output/ago';
import { outputOption, serialise } from '../output/format';
import type { OutputFormat } from '../output/format';
import { paintFor } from '../output/paint';
import { count } from '../output/problems';
import { formatTable } from '../output/table';
import type { Terminal } from '../terminal';

type FleetOptions = HubOptions &
  Omit<ClusterQuery, 'fleet' | 'cursor' | 'limit'> & { output: OutputFormat };

const HEADER = [
  'CLUSTER',
  'OWNER',
  'MODEL',
  'PROVIDER',
  'KUBERNETES',
  'STATE',
  'DRIFT',
  'LAST SEEN',
];
const STATE = HEADER.indexOf('STATE');

/** `flotilla fleet`: the clusters, worst first. */
export function addFleetCommand(
  program: Command,
  { terminal, run }: CommandContext,
): void {
  addHubOptions(program.command('fleet'))
    .description('list the clusters, worst first')
    .option(
      '--view <view>',
      'attention, drifted, outOfContact, upgrading or all',
    )
    .option('--search <text>', 'in names')
    .option('--owner <ref...>', 'such as group:default/payments')
    .option('--model <name...>', 'a model, or model/version')
    .option('--provider <name...>')
    .option('--environment <name...>')
    .option('--state <state...>', 'such as Drifted or InSync')
    .option('--label <key=value...>')
    .addOption(outputOption())
    .action((options: FleetOptions) =>
      run(() => fleetCommand(terminal, options)),
    );
}

async function fleetCommand(
  terminal: Terminal,
  { hub, token, output, ...filter }: FleetOptions,
): Promise<ExitCode> {
  const clusters = await hubClient(terminal, { hub, token }).clusters({
    ...filter,
  });
  if (output !== 'table') {
    terminal.out(serialise({ items: clusters }, output));
    return ExitCode.Fine;
  }
  const rows = clusters.map(cluster => rowOf(cluster, terminal.now()));
  const paint = paintFor(terminal.colour);
  terminal.out(
    formatTable(HEADER, rows, (cell, column) =>
      column === STATE ? stateShade(cell, paint)(cell) : cell,
    ),
  );
  const attention = clusters.filter(cluster => cluster.needsAttention).length;
  terminal.out(
    `\n${count(
      clusters.length,
      'cluster',
    )}, ${attention} in need of attention\n`,
  );
  return ExitCode.Fine;
}

function rowOf(cluster: ClusterSummary, now: Date): string[] {
  const { model, newerVersions } = cluster;
  const behind = newerVersions.length > 0 ? ' (behind)' : '';
  return [
    cluster.name,
    cluster.owner.replace(/^group:default\//, ''),
    `${model.name} ${model.version}${behind}`,
    cluster.provider,
    cluster.kubernetesVersion ?? '?',
    cluster.state,
    driftText(cluster.drift),
    cluster.lastReportAt ? ago(cluster.lastReportAt, now) : 'never',
  ];
}

/** "2 high, 1 low"; "?" where it isn't known, which isn't the same as none. */
function driftText(drift: DriftSummary | null): string {
  if (!drift) return '?';
  const { critical, high, medium, low } = drift.bySeverity;
  const text = Object.entries({ critical, high, medium, low })
    .filter(([, many]) => many > 0)
    .map(([severity, many]) => `${many} ${severity}`)
    .join(', ');
  return text || '-';
}

function stateShade(cell: string, paint: ReturnType<typeof paintFor>) {
  switch (cell.trim()) {
    case 'InSync':
      return paint.green;
    case 'Drifted':
    case 'NotApplied':
      return paint.red;
    case 'Unknown':
      return paint.dim;
    default:
      return paint.yellow;
  }
}
