import { promises as fs } from 'node:fs';
import path from 'node:path';
import { hasErrors, renderAll } from '@flotilla/model';
import type { Command } from 'commander';
import { ExitCode, WrongInput } from '../exitCodes';
import type { CommandContext } from './CommandContext';
import { answersTo } from '../init/questions';
import type { FleetAnswers, GivenAnswers } from '../init/questions';
import { startingFleet } from '../init/startingFleet';
import { outputOption, serialise } from '../output/format';
import type { OutputFormat } from '../output/format';
import { count } from '../output/problems';
import { wrongFiles } from '../repository/openFleet';
import type { Terminal } from '../terminal';

interface InitOptions extends GivenAnswers {
  yes?: boolean;
  output: OutputFormat;
}

/** `flotilla init`: a small fleet to start from. */
export function addInitCommand(
  program: Command,
  { terminal, run }: CommandContext,
): void {
  program
    .command('init')
    .description('write a small fleet repository to start from')
    .argument('[folder]', 'where to write it', '.')
    .option('-y, --yes', 'ask nothing: take the defaults')
    .option('--name <name>', 'of the fleet')
    .option('--engine <engine>', 'Flux or ArgoCD')
    .option('--repository <url>', 'where clusters read the repository')
    .option('--branch <branch>', 'the branch that they follow')
    .option('--owner <ref>', 'who owns it, such as group:default/platform')
    .option('--cluster <name>', 'a first cluster, one that already runs')
    .option('--hub <url>', 'the portal that its agents report to')
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
Asks what it must know when somebody is at the terminal; every question has a default, and every option
answers one. What it writes is valid and rendered. Nothing is fetched, and no file is overwritten.
`,
    )
    .action((folder: string, options: InitOptions) =>
      run(() => init(terminal, folder, options)),
    );
}

async function init(
  terminal: Terminal,
  folder: string,
  { yes = false, output, ...given }: InitOptions,
): Promise<ExitCode> {
  const root = path.resolve(terminal.cwd, folder);
  await requireNoFleet(root);
  const answers = await answersTo(given, terminal, !yes);
  const files = startingFleet(answers);
  await requireNoneOf(root, files.keys());
  const { clusters, problems } = renderAll(files);
  if (hasErrors(problems)) throw wrongFiles(problems, terminal);
  for (const { files: rendered } of clusters.values()) {
    rendered.forEach((text, file) => files.set(file, text));
  }
  for (const [file, text] of files) {
    const target = path.join(root, file);
    await fs.mkdir(path.dirname(target), { recursive: true });
    await fs.writeFile(target, text, { flag: 'wx' });
  }
  terminal.out(
    output === 'table'
      ? written(root, files.size, answers)
      : serialise({ root, files: [...files.keys()].sort() }, output),
  );
  return ExitCode.Fine;
}

async function requireNoFleet(root: string): Promise<void> {
  if (await exists(path.join(root, 'fleet.yaml'))) {
    throw new WrongInput(
      `${root} holds a fleet already\n  Name another folder.`,
    );
  }
}

async function requireNoneOf(
  root: string,
  files: Iterable<string>,
): Promise<void> {
  for (const file of files) {
    if (await exists(path.join(root, file))) {
      throw new WrongInput(
        `${file} is there already in ${root}\n  Name another folder, or move it away.`,
      );
    }
  }
}

function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}

function written(
  root: string,
  files: number,
  { name, cluster }: FleetAnswers,
): string {
  const next = [
    [
      'git init && git add . && git commit',
      'keep it in Git, and push it where clusters read it',
    ],
    ['flotilla validate', 'after each edit'],
    [`flotilla bootstrap ${cluster}`, "what the cluster's owner applies, once"],
  ];
  const width = Math.max(...next.map(([command]) => command.length));
  return `${count(
    files,
    'file',
  )} in ${root}: fleet "${name}" with cluster "${cluster}".

Next:
${next
  .map(([command, why]) => `  ${command.padEnd(width)}  ${why}\n`)
  .join('')}`;
}
