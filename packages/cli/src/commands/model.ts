import { promises as fs } from 'node:fs';
import path from 'node:path';
import {
  formatProblem,
  hasErrors,
  renderAgain,
  renderAll,
} from '@flotilla/model';
import type { FleetRender } from '@flotilla/model';
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { ExitCode } from '../exitCodes';
import type { CommandContext } from './CommandContext';
import { outputOption, serialise } from '../output/format';
import type { OutputFormat } from '../output/format';
import { formatTable } from '../output/table';
import { directoryOption } from '../repository/findFleet';
import { openSoundFleet, wrongFiles } from '../repository/openFleet';
import { planRelease } from '../release/releaseModel';
import type { ReleasePlan } from '../release/releaseModel';
import type { Terminal } from '../terminal';

interface ReleaseOptions {
  directory?: string;
  from?: string;
  to: string;
  cascade?: boolean;
  component?: ReadonlyMap<string, string>;
  dryRun?: boolean;
  output: OutputFormat;
}

/** `flotilla model release`: the next version of a model and of those that extend it. */
export function addModelCommand(
  program: Command,
  { terminal, run }: CommandContext,
): void {
  program
    .command('model')
    .description('work with models')
    .command('release')
    .description(
      'write the next version of a model, and with --cascade of the models that extend it',
    )
    .argument('<model>', 'its name')
    .option('--to <version>', 'patch, minor, major, or a version', 'patch')
    .option(
      '--from <version>',
      'the version to start from (default: the newest)',
    )
    .option(
      '--cascade',
      'release the models that extend it too, all the way down',
    )
    .option(
      '--component <name=version>',
      'with this version of a component; may be given again',
      componentVersion,
    )
    .option('--dry-run', 'only say what would be written')
    .addOption(directoryOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
A released version never changes, so what is new is a new version: a copy in which only version, upgrades,
extends and the components that you name differ, and draft is taken out. With --cascade the drafts among the
models that follow stay drafts. Comments and order stay. No cluster changes before its own file, or a Rollout,
moves it there.

Example, a security patch of one component for the whole fleet:
  flotilla model release base --component cert-manager=1.18.3 --cascade
`,
    )
    .action((model: string, options: ReleaseOptions) =>
      run(() => releaseCommand(terminal, model, options)),
    );
}

function componentVersion(
  text: string,
  known: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const [, name, version] = /^([^=]+)=([^=]+)$/.exec(text) ?? [];
  if (!name || !version) {
    throw new InvalidArgumentError('Write it as cert-manager=1.18.3.');
  }
  return new Map([...known, [name, version]]);
}

async function releaseCommand(
  terminal: Terminal,
  model: string,
  options: ReleaseOptions,
): Promise<ExitCode> {
  const { directory, from, to, cascade = false, component, output } = options;
  const { root, files, fleet } = await openSoundFleet(terminal, directory);
  const plan = planRelease(fleet, {
    model,
    ...(from !== undefined && { from }),
    to,
    cascade,
    components: component ?? new Map(),
  });
  requireSound(renderAll(files), plan, terminal);
  if (!options.dryRun) await write(root, plan);
  const written = !options.dryRun;
  terminal.out(
    output === 'table'
      ? releaseText(plan, written)
      : serialise(
          { releases: plan.releases, files: [...plan.files.keys()], written },
          output,
        ),
  );
  return ExitCode.Fine;
}

/** Nothing is written that wouldn't be valid. */
function requireSound(
  before: FleetRender,
  { files }: ReleasePlan,
  terminal: Terminal,
): void {
  const known = new Set(before.problems.map(formatProblem));
  const fresh = renderAgain(before, files).problems.filter(
    problem => !known.has(formatProblem(problem)),
  );
  if (hasErrors(fresh)) throw wrongFiles(fresh, terminal);
}

async function write(root: string, { files }: ReleasePlan): Promise<void> {
  for (const [file, text] of files) {
    const target = path.join(root, file);
    await fs.mkdir(path.dirname(target), { recursive: true });
    await fs.writeFile(target, text, { flag: 'wx' });
  }
}

function releaseText(
  { releases, files, left }: ReleasePlan,
  written: boolean,
): string {
  const rows = releases.map(({ model, from, to }) => [model, from, to]);
  const others = left.map(({ model, version }) => `${model} ${version}`);
  return [
    formatTable(['MODEL', 'FROM', 'TO'], rows),
    written ? 'Written:' : 'Would be written:',
    ...[...files.keys()].map(file => `  ${file}`),
    ...(others.length > 0
      ? [
          `\nThese go on to extend the version before: ${others.join(
            ', ',
          )}. With --cascade they are released too.`,
        ]
      : []),
    '\nNext: review the files, then move clusters by a Rollout or by their own files.',
    '',
  ].join('\n');
}
