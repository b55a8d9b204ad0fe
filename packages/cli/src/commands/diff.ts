import { diffFleets, diffRendered } from '@flotilla/model';
import type { ClusterChange } from '@flotilla/model';
import type { Command } from 'commander';
import { ExitCode } from '../exitCodes';
import type { CommandContext } from './CommandContext';
import { diffText } from '../output/diffText';
import { outputOption, serialise } from '../output/format';
import type { OutputFormat } from '../output/format';
import { directoryOption } from '../repository/findFleet';
import { requireCluster } from '../repository/openFleet';
import { staleFiles } from '../repository/renderedFiles';
import { twoStates } from '../repository/twoStates';
import type { TwoStates } from '../repository/twoStates';
import type { Terminal } from '../terminal';

interface DiffOptions {
  directory?: string;
  cluster?: string;
  from?: string;
  to?: string;
  output: OutputFormat;
}

/** `flotilla diff`: what a change of files does to the objects of clusters, and what that leads to. */
export function addDiffCommand(
  program: Command,
  { terminal, run }: CommandContext,
): void {
  program
    .command('diff')
    .description(
      'show what a change of files does to the objects of clusters, and what that leads to',
    )
    .option('--from <revision>', 'the state before (default: HEAD)')
    .option(
      '--to <revision>',
      'the state after (default: the files as they are)',
    )
    .option('--cluster <name>', 'this cluster only')
    .addOption(directoryOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
Both states are rendered, so nothing needs to be committed or rendered first. Outside of Git the files are
compared with rendered/ as it stands.

Marks such as "restarts pods" or "deletes data" say what a change leads to; the reasons are at the end.

Examples:
  flotilla diff                              what the edits here would do
  flotilla diff --from main --to my-branch   what a branch would do
  flotilla diff --from v1.4 --cluster prod-eu-1 -o json

Exit code: 0 no object differs, 1 some do, 2 the files can't be rendered.
`,
    )
    .action((options: DiffOptions) => run(() => diff(terminal, options)));
}

async function diff(
  terminal: Terminal,
  { cluster, output, ...which }: DiffOptions,
): Promise<ExitCode> {
  const states = await twoStates(terminal, which);
  if (cluster !== undefined) requireEither(states, cluster);
  const clusters = changesOf(states).filter(
    change => cluster === undefined || change.cluster === cluster,
  );
  terminal.out(
    output === 'table'
      ? diffText(clusters, terminal.colour)
      : serialise({ clusters }, output),
  );
  return clusters.length > 0 ? ExitCode.Differs : ExitCode.Fine;
}

/** A cluster that goes is one to ask about too. */
function requireEither({ before, after }: TwoStates, cluster: string): void {
  if (before?.clusters.has(cluster)) return;
  if (after.fleet) requireCluster(after.fleet, cluster);
}

function changesOf({ before, after }: TwoStates): ClusterChange[] {
  if (before) return diffFleets(before, after);
  const rendered = [...after.clusters.values()].flatMap(({ files }) => [
    ...files,
  ]);
  const stale = staleFiles({ files: new Map(rendered) }, after.files);
  return diffRendered(
    after.files,
    new Map(stale.map(({ path, text }) => [path, text ?? null])),
  );
}
