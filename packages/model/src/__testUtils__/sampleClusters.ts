import type { FleetSources } from '../load/sources';
import { loadFleet } from '../load/loadFleet';
import { formatProblem } from '../problems';
import { sampleFleet } from './sampleFleet';

/** A cluster that a test adds to the sample fleet. */
export interface NewCluster {
  name: string;
  model: { name: string; version: string };
  provider: string;
  variant?: string;
  variables?: Record<string, unknown>;
}

/** What the sample's providers and models ask of every cluster. */
const ANSWERS: Record<string, unknown> = {
  eks: { region: 'eu-west-1' },
  aks: { region: 'westeurope' },
  gke: { region: 'europe-west3' },
  vsphere: { datacenter: 'BER2' },
  edge: { storeNumber: '0815' },
};

/** Networks of the providers that are told an address. */
const SITES: Record<string, string> = { vsphere: '10.20', metal3: '10.30' };

/** An address that no other name of a test gets. */
function addressOf(name: string, provider: string): object {
  const site = SITES[provider];
  if (site === undefined) return {};
  const number = [...name].reduce(
    (sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 65_000,
    7,
  );
  const [high, low] = [Math.floor(number / 250), number % 250];
  return { controlPlaneAddress: `${site}.${high}.${low}` };
}

/** The text of its file. Flow style: YAML of JSON is YAML. */
export function clusterFile({ name, ...chosen }: NewCluster): string {
  const { model, provider, variables = {}, ...variant } = chosen;
  const answers = Object.assign(
    {},
    ANSWERS[provider],
    addressOf(name, provider),
    ANSWERS[model.name],
    variables,
  );
  return JSON.stringify(
    {
      apiVersion: 'flotilla.dev/v1alpha1',
      kind: 'Cluster',
      metadata: { name, labels: { env: 'dev' } },
      spec: {
        owner: 'group:default/platform',
        model,
        provider,
        ...variant,
        ...(provider !== 'existing' && { managedBy: 'mgmt-eu' }),
        variables: answers,
      },
    },
    undefined,
    2,
  );
}

/** The sample fleet's sources with more clusters, and without what is rendered of it. */
export function sampleWith(
  clusters: readonly NewCluster[],
  edit: (files: Map<string, string>) => void = () => {},
): FleetSources {
  const files = new Map(
    [...sampleFleet()].filter(([path]) => !path.startsWith('rendered/')),
  );
  for (const cluster of clusters) {
    files.set(`clusters/${cluster.name}/cluster.yaml`, clusterFile(cluster));
  }
  edit(files);
  const { fleet, problems } = loadFleet(files);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (!fleet || errors.length > 0) {
    throw new Error(problems.map(formatProblem).join('\n'));
  }
  return fleet;
}
