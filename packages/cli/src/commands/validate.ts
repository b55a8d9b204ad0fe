import { hasErrors, renderFleet } from '@flotilla/model';
import type { FleetSources } from '@flotilla/model';
import type { Command } from 'commander';
import { ExitCode } from '../exitCodes';
import type { CommandContext } from './CommandContext';
import { outputOption, serialise } from '../output/format';
import type { OutputFormat } from '../output/format';
import { paintFor } from '../output/paint';
import { count, countProblems, printProblems } from '../output/problems';
import { directoryOption } from '../repository/findFleet';
import { openFleet } from '../repository/openFleet';
import type { Terminal } from '../terminal';

interface ValidateOptions {
  directory?: string;
  output: OutputFormat;
}

/** `flotilla validate`: every problem of every file, and of every cluster that comes of them. */
export function addValidateCommand(
  program: Command,
  { terminal, run }: CommandContext,
): void {
  program
    .command('validate')
    .description('check every file, and that every cluster can be composed')
    .addOption(directoryOption())
    .addOption(outputOption())
    .action((options: ValidateOptions) =>
      run(() => validate(terminal, options)),
    );
}

async function validate(
  terminal: Terminal,
  { directory, output }: ValidateOptions,
): Promise<ExitCode> {
  const {
    fleet,
    files,
    problems: found,
  } = await openFleet(terminal, directory);
  const problems = fleet
    ? [...found, ...renderFleet(fleet, files).problems]
    : found;
  const unique = [
    ...new Map(problems.map(p => [JSON.stringify(p), p])).values(),
  ];
  const code = hasErrors(unique) ? ExitCode.WrongInput : ExitCode.Fine;
  if (output !== 'table') {
    terminal.out(serialise({ problems: unique }, output));
    return code;
  }
  const paint = paintFor(terminal.colour);
  terminal.out(printProblems(unique, terminal.colour));
  const verdict =
    unique.length > 0 ? countProblems(unique) : paint.green('no problems');
  terminal.out(fleet ? `${summary(fleet)}: ${verdict}\n` : `${verdict}\n`);
  return code;
}

function summary(fleet: FleetSources): string {
  return [
    count(fleet.clusters.size, 'cluster'),
    count(fleet.models.size, 'model version'),
    count(fleet.components.size, 'component'),
    count(fleet.workspaces.size, 'workspace'),
  ].join(', ');
}
