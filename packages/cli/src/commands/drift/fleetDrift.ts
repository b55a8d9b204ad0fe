import type {
  ClusterSummary,
  Drift,
} from '@flotilla/backstage-plugin-flotilla-common';
import { ExitCode, WrongInput } from '../../exitCodes';
import type { HubClient } from '../../hub/HubClient';
import { fleetName, hubClient } from '../../hub/hubOptions';
import type { HubOptions } from '../../hub/hubOptions';
import { serialise } from '../../output/format';
import type { OutputFormat } from '../../output/format';
import { count } from '../../output/problems';
import type { Terminal } from '../../terminal';
import { driftText } from './driftText';
import { exitCodeOf } from './driftVerdict';

interface FleetDriftOptions extends HubOptions {
  kubeconfig?: string;
  output: OutputFormat;
}

interface ClusterDrift {
  cluster: string;
  drift: Drift;
}

/** So many clusters are asked for at a time. */
const AT_ONCE = 8;

/** What differs in every cluster of a fleet, worst first. Those that are in sync are counted only. */
export async function fleetDrift(
  terminal: Terminal,
  cluster: string | undefined,
  options: FleetDriftOptions,
): Promise<ExitCode> {
  if (cluster !== undefined || options.kubeconfig !== undefined) {
    throw new WrongInput(
      '--all is every cluster that the hub knows\n  Leave out the cluster and --kubeconfig, or leave out --all.',
    );
  }
  const hub = hubClient(terminal, options);
  const fleet = await fleetName(terminal, hub, options.fleet);
  const clusters = await hub.clusters({ fleet });
  const inSync = clusters.filter(isInSync);
  const told = await driftOf(
    hub,
    clusters.filter(one => !isInSync(one)),
  );
  terminal.out(
    options.output === 'table'
      ? fleetText(told, inSync.length, terminal)
      : serialise(
          {
            inSync: inSync.map(({ name }) => name),
            items: told.map(({ cluster: name, drift }) => ({
              cluster: name,
              ...drift,
            })),
          },
          options.output,
        ),
  );
  return worstOf(told.map(({ drift }) => exitCodeOf(drift)));
}

function isInSync({ state }: ClusterSummary): boolean {
  return state === 'InSync';
}

async function driftOf(
  hub: HubClient,
  clusters: readonly ClusterSummary[],
): Promise<ClusterDrift[]> {
  const told: ClusterDrift[] = [];
  for (let from = 0; from < clusters.length; from += AT_ONCE) {
    const some = clusters.slice(from, from + AT_ONCE);
    told.push(
      ...(await Promise.all(
        some.map(async ({ fleet, name }) => ({
          cluster: name,
          drift: await hub.drift(fleet, name),
        })),
      )),
    );
  }
  return told;
}

function fleetText(
  told: readonly ClusterDrift[],
  inSync: number,
  terminal: Terminal,
): string {
  const texts = told.map(({ cluster, drift }) =>
    driftText(cluster, drift, terminal),
  );
  const drifted = told.filter(({ drift }) => drift.resources.length > 0).length;
  const total = told.length + inSync;
  const sum = `${count(total, 'cluster')}: ${drifted} drifted, ${
    told.length - drifted
  } otherwise not in sync, ${inSync} in sync\n`;
  return [...texts, sum].join('\n');
}

/** What differs is known; what isn't known may be anything. */
function worstOf(codes: readonly ExitCode[]): ExitCode {
  if (codes.includes(ExitCode.Differs)) return ExitCode.Differs;
  return codes.includes(ExitCode.WrongInput)
    ? ExitCode.WrongInput
    : ExitCode.Fine;
}
