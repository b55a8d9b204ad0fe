import type { Command } from 'commander';
import { ExitCode } from '../exitCodes';
import type { CommandContext } from './CommandContext';
import { outputOption, serialise } from '../output/format';
import type { OutputFormat } from '../output/format';
import { paintFor } from '../output/paint';
import { count, printProblems } from '../output/problems';
import { directoryOption } from '../repository/findFleet';
import { openSoundFleet } from '../repository/openFleet';
import { render, staleFiles, writeRendered } from '../repository/renderedFiles';
import type { StaleFile } from '../repository/renderedFiles';
import type { Terminal } from '../terminal';

interface RenderOptions {
  directory?: string;
  cluster?: string;
  check?: boolean;
  output: OutputFormat;
}

/** `flotilla render`: writes `rendered/`, or says whether it is what rendering gives. */
export function addRenderCommand(
  program: Command,
  { terminal, run }: CommandContext,
): void {
  program
    .command('render')
    .description('write the exact objects of every cluster to rendered/')
    .option('--check', 'write nothing; exit 1 when rendered/ differs')
    .option('--cluster <name>', 'this cluster only')
    .addOption(directoryOption())
    .addOption(outputOption())
    .action((options: RenderOptions) =>
      run(() => renderCommand(terminal, options)),
    );
}

async function renderCommand(
  terminal: Terminal,
  { directory, cluster, check = false, output }: RenderOptions,
): Promise<ExitCode> {
  const { root, files, fleet, problems } = await openSoundFleet(
    terminal,
    directory,
  );
  terminal.err(printProblems(problems, terminal.colour));
  const rendering = render(fleet, files, terminal, cluster);
  const stale = staleFiles(rendering, files);
  if (!check) await writeRendered(root, stale);
  if (output === 'table') {
    const total = rendering.files.size;
    terminal.out(
      check
        ? checkText(stale, total, terminal.colour)
        : writtenText(stale, total),
    );
  } else {
    const listed = stale.map(({ path, state }) => ({ path, state }));
    terminal.out(serialise({ files: listed, written: !check }, output));
  }
  return check && stale.length > 0 ? ExitCode.Differs : ExitCode.Fine;
}

function writtenText(stale: readonly StaleFile[], total: number): string {
  const removed = stale.filter(({ state }) => state === 'unexpected').length;
  const written = stale.length - removed;
  return `${count(total, 'file')}: ${written} written, ${removed} removed, ${
    total - written
  } unchanged\n`;
}

const SENTENCES: Record<StaleFile['state'], string> = {
  missing: 'is missing',
  different: 'is not what rendering gives',
  unexpected: 'belongs to nothing that is rendered',
};

function checkText(
  stale: readonly StaleFile[],
  total: number,
  colour: boolean,
): string {
  const paint = paintFor(colour);
  if (stale.length === 0) {
    return `${paint.green('rendered/ is up to date')}: ${count(
      total,
      'file',
    )}\n`;
  }
  const lines = stale.map(
    ({ path, state }) => `${paint.red(path)}  ${SENTENCES[state]}\n`,
  );
  return `${lines.join('')}Run flotilla render and commit what it writes.\n`;
}
