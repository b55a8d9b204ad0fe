import { runAgent } from '@flotilla/agent';
import { agentManifests, hasErrors } from '@flotilla/model';
import { Option } from 'commander';
import type { Command } from 'commander';
import { ExitCode } from '../exitCodes';
import type { CommandContext } from './CommandContext';
import { serialise } from '../output/format';
import { directoryOption } from '../repository/findFleet';
import {
  openSoundFleet,
  requireCluster,
  wrongFiles,
} from '../repository/openFleet';
import type { Terminal } from '../terminal';

interface InstallOptions {
  directory?: string;
  output: 'yaml' | 'json';
  metrics?: boolean;
  token?: string;
}

/** `flotilla agent`: what runs in a cluster and reports it. */
export function addAgentCommand(
  program: Command,
  context: CommandContext,
): void {
  const agent = program
    .command('agent')
    .description('the agent, which reports a cluster to the portal');
  addInstallCommand(agent, context);
  addRunCommand(agent, context);
}

function addInstallCommand(
  agent: Command,
  { terminal, run }: CommandContext,
): void {
  agent
    .command('install')
    .description('print one manifest that installs the agent in a cluster')
    .argument('<cluster>')
    .addOption(directoryOption())
    .option('--metrics', 'serve metrics to the Pod’s network, on port 8081')
    .option(
      '--token <token>',
      'a one-time token; without it a person approves the agent’s fingerprint',
    )
    .addOption(
      new Option('-o, --output <format>', 'how to print the objects')
        .choices(['yaml', 'json'])
        .default('yaml'),
    )
    .addHelpText(
      'after',
      `
Its owner applies it, once:
  flotilla agent install store-0105 | kubectl apply --server-side --filename -

The agent may read the kinds that Git gives the cluster, and no Secret but those that drift.secrets and drift.releases
name. It may write its own Lease and its own key, both by name; with drift.dryRun it may also try changes, bound by a
policy. Nothing of it listens, unless --metrics is given. With --token the manifest holds a secret.
`,
    )
    .action((cluster: string, options: InstallOptions) =>
      run(() => install(terminal, cluster, options)),
    );
}

async function install(
  terminal: Terminal,
  cluster: string,
  { directory, output, metrics, token }: InstallOptions,
): Promise<ExitCode> {
  const { fleet } = await openSoundFleet(terminal, directory);
  requireCluster(fleet, cluster);
  const given = { metrics, token };
  const { objects, text, problems } = agentManifests(fleet, cluster, given);
  if (hasErrors(problems)) throw wrongFiles(problems, terminal);
  const { hub } = fleet.fleet.spec;
  if (!hub?.url) {
    terminal.err(
      'flotilla: fleet.yaml names no hub, so the agent will not know whom to report to\n  Set spec.hub.url, such as https://portal.example.com/api/flotilla.\n',
    );
  }
  // As kubectl takes several objects in JSON.
  const list = { apiVersion: 'v1', kind: 'List', items: objects };
  terminal.out(output === 'yaml' ? text : serialise(list, 'json'));
  return ExitCode.Fine;
}

function addRunCommand(agent: Command, { run }: CommandContext): void {
  agent
    .command('run')
    .description('run an agent here, until it is told to end')
    .helpOption(false)
    .allowUnknownOption()
    .argument('[options...]')
    .action((_options: string[], _given: unknown, command: Command) =>
      run(async () => {
        const runs = await runAgent(command.args);
        return runs ? ExitCode.Fine : ExitCode.WrongInput;
      }),
    );
}
