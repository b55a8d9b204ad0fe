import { bootstrapManifests, hasErrors } from '@flotilla/model';
import type { RenderedPart } from '@flotilla/model';
import { Option } from 'commander';
import type { Command } from 'commander';
import { ExitCode } from '../exitCodes';
import type { CommandContext } from './CommandContext';
import { serialise } from '../output/format';
import { formatTable } from '../output/table';
import { directoryOption } from '../repository/findFleet';
import {
  openSoundFleet,
  requireCluster,
  wrongFiles,
} from '../repository/openFleet';
import type { Terminal } from '../terminal';

interface BootstrapOptions {
  directory?: string;
  output: 'yaml' | 'json' | 'table';
}

/** `flotilla bootstrap`: what the owner of an existing cluster applies to make it one of the fleet. */
export function addBootstrapCommand(
  program: Command,
  { terminal, run }: CommandContext,
): void {
  program
    .command('bootstrap')
    .description(
      'print what makes a cluster that already runs one of the fleet: its engine, the source, the agent',
    )
    .argument('<cluster>')
    .addOption(directoryOption())
    .addOption(
      new Option('-o, --output <format>', 'how to print the objects')
        .choices(['yaml', 'json', 'table'])
        .default('yaml'),
    )
    .addHelpText(
      'after',
      `
Its owner applies it, once:
  flotilla bootstrap store-0105 | kubectl apply --server-side --filename -

A new cluster gets it from the cluster that manages it. No secret is in it: give the engine its credential
for the repository yourself, as fleet.yaml names it in repository.secretRef.
`,
    )
    .action((cluster: string, options: BootstrapOptions) =>
      run(() => bootstrap(terminal, cluster, options)),
    );
}

async function bootstrap(
  terminal: Terminal,
  cluster: string,
  { directory, output }: BootstrapOptions,
): Promise<ExitCode> {
  const { fleet } = await openSoundFleet(terminal, directory);
  requireCluster(fleet, cluster);
  const { parts, problems } = bootstrapManifests(fleet, cluster);
  if (hasErrors(problems)) throw wrongFiles(problems, terminal);
  terminal.out(printed(parts, output));
  return ExitCode.Fine;
}

function printed(
  parts: readonly RenderedPart[],
  output: BootstrapOptions['output'],
): string {
  if (output === 'yaml') return parts.map(({ text }) => text).join('---\n');
  if (output === 'json') {
    const items = parts.flatMap(({ objects }) => objects);
    // As kubectl takes several objects in JSON.
    return serialise({ apiVersion: 'v1', kind: 'List', items }, 'json');
  }
  const rows = parts.flatMap(({ name, objects }) =>
    objects.map(({ kind, metadata }) => [
      name,
      kind,
      metadata.namespace ?? '',
      metadata.name,
    ]),
  );
  return formatTable(['PART', 'KIND', 'NAMESPACE', 'NAME'], rows);
}
