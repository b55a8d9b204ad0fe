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
import type { Rendering, StaleFile } from '../repository/renderedFiles';
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
    .option(
      '--cluster <name>',
      'this cluster only, with those that show something of it',
    )
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
    const text = check
      ? checkText(stale, rendering, terminal.colour)
      : writtenText(stale, rendering);
    terminal.out(text);
  } else {
    const { clusters } = rendering;
    const listed = stale.map(({ path, state }) => ({ path, state }));
    const result = { files: listed, written: !check };
    terminal.out(
      serialise({ ...result, ...(clusters && { clusters }) }, output),
    );
  }
  return check && stale.length > 0 ? ExitCode.Differs : ExitCode.Fine;
}

function writtenText(
  stale: readonly StaleFile[],
  rendering: Rendering,
): string {
  const total = rendering.files.size;
  const removed = stale.filter(({ state }) => state === 'unexpected').length;
  const written = stale.length - removed;
  return `${count(total, 'file')}${ofClusters(
    rendering,
  )}: ${written} written, ${removed} removed, ${
    total - written
  } unchanged\n${touched(stale)}`;
}

/** Which clusters were rendered, where it wasn't all of them. */
function ofClusters({ clusters }: Rendering): string {
  return clusters ? ` of ${clusters.join(', ')}` : '';
}

/** More clusters than these are counted, not listed. */
const LISTED = 20;

/** How many files of each cluster were written or removed. */
function touched(stale: readonly StaleFile[]): string {
  const files = new Map<string, number>();
  for (const { path } of stale) {
    const cluster = path.split('/')[1];
    files.set(cluster, (files.get(cluster) ?? 0) + 1);
  }
  const lines = [...files].map(
    ([cluster, n]) => `  ${cluster}: ${count(n, 'file')}\n`,
  );
  const more = lines.length - LISTED;
  return more > 0
    ? `${lines.slice(0, LISTED).join('')}  and ${count(more, 'cluster')} more\n`
    : lines.join('');
}

const SENTENCES: Record<StaleFile['state'], string> = {
  missing: 'is missing',
  different: 'is not what rendering gives',
  unexpected: 'belongs to nothing that is rendered',
};

function checkText(
  stale: readonly StaleFile[],
  rendering: Rendering,
  colour: boolean,
): string {
  const paint = paintFor(colour);
  if (stale.length === 0) {
    const files = count(rendering.files.size, 'file');
    return `${paint.green('rendered/ is up to date')}: ${files}${ofClusters(
      rendering,
    )}\n`;
  }
  const lines = stale.map(
    ({ path, state }) => `${paint.red(path)}  ${SENTENCES[state]}\n`,
  );
  return `${lines.join('')}Run flotilla render and commit what it writes.\n`;
}
