import type { Drift } from '@flotilla/backstage-plugin-flotilla-common';
import { Option } from 'commander';
import type { Command } from 'commander';
import { ExitCode, WrongInput } from '../../exitCodes';
import { addHubOptions, fleetName, hubClient } from '../../hub/hubOptions';
import type { HubOptions } from '../../hub/hubOptions';
import { outputOption, serialise } from '../../output/format';
import type { OutputFormat } from '../../output/format';
import { directoryOption } from '../../repository/findFleet';
import type { Terminal } from '../../terminal';
import type { CommandContext } from '../CommandContext';
import { directDrift } from './directDrift';
import type { DirectOptions } from './directDrift';
import { driftText } from './driftText';
import { exitCodeOf } from './driftVerdict';
import { fleetDrift } from './fleetDrift';

interface DriftOptions extends HubOptions, DirectOptions {
  all?: boolean;
  output: OutputFormat;
}

/** `flotilla drift`: what differs between Git and a cluster, as its agent last reported or as it is at this moment. */
export function addDriftCommand(
  program: Command,
  { terminal, run }: CommandContext,
): void {
  addHubOptions(program.command('drift'))
    .description('show what differs between Git and a cluster')
    .argument('[cluster]')
    .option('--all', 'every cluster of the fleet that the hub knows')
    .addOption(
      new Option(
        '--kubeconfig <file>',
        'ask the cluster itself, with no hub and no agent',
      ),
    )
    .option('--context <name>', 'of the kubeconfig')
    .option(
      '--revision <revision>',
      'what Git says, with --kubeconfig (default: HEAD)',
    )
    .addOption(directoryOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
From the hub, as the cluster's agent last reported:
  flotilla drift prod-eu-1 --hub https://portal.acme.example
From the cluster itself, compared with the fleet repository here; it is only read:
  flotilla drift prod-eu-1 --kubeconfig ~/.kube/config --context prod-eu-1

Exit code: 0 in sync, 1 something differs or isn't applied, 2 it isn't known.
`,
    )
    .action((cluster: string | undefined, options: DriftOptions) =>
      run(() => driftCommand(terminal, cluster, options)),
    );
}

async function driftCommand(
  terminal: Terminal,
  cluster: string | undefined,
  options: DriftOptions,
): Promise<ExitCode> {
  if (options.all) return fleetDrift(terminal, cluster, options);
  if (cluster === undefined) {
    throw new WrongInput('which cluster?\n  Name one, or give --all.');
  }
  const drift =
    options.kubeconfig === undefined
      ? await reportedDrift(terminal, cluster, options)
      : await directDrift(terminal, cluster, options);
  terminal.out(
    options.output === 'table'
      ? driftText(cluster, drift, terminal)
      : serialise(drift, options.output),
  );
  return exitCodeOf(drift);
}

async function reportedDrift(
  terminal: Terminal,
  cluster: string,
  options: HubOptions,
): Promise<Drift> {
  const hub = hubClient(terminal, options);
  const fleet = await fleetName(terminal, hub, options.fleet);
  return hub.drift(fleet, cluster);
}
