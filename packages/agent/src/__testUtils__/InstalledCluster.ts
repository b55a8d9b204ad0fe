import { KubeObject } from '@flotilla/drift';
import { agentManifests, loadFleet, renderCluster } from '@flotilla/model';
import { readFolder } from '@flotilla/repository';
import {
  ControlPlane,
  Installation,
  SAMPLE_FLEET,
  TestObject,
  definitionOf,
  engineDefinitions,
} from '@flotilla/testbed';
import { KubeConfig } from '@kubernetes/client-node';
import { AgentHub, startHub } from './AgentHub';
import { Agent } from '../Agent';
import { AgentOptions } from '../AgentOptions';
import { json } from '../json';
import { SOURCE, stageOf } from './fluxObjects';
import { FLUX_SAYS, fetchedStatus, stageStatus } from './fluxSays';
import { TestAgents } from './TestAgents';

export const CLUSTER = 'store-0101';
const COMMIT = 'a'.repeat(40);

/** What is otherwise than in the sample fleet. */
export interface Otherwise {
  /** What the cluster's own file says of drift, in YAML's flow style. */
  drift?: string;
  /** Parts besides those that are rendered. */
  parts?: Record<string, KubeObject[]>;
  /** Objects that nobody declares. */
  objects?: KubeObject[];
}

/** A cluster of the sample fleet on a real API server: all that Git gives it is applied, and its agent's rights. */
export class InstalledCluster {
  private constructor(
    readonly hub: AgentHub,
    /** As the agent's own account. */
    readonly kubeConfig: KubeConfig,
    /** Objects that couldn't be applied, and why. */
    readonly refused: readonly string[],
    /** Puts everything back as Git says. */
    readonly restore: () => Promise<unknown>,
    private readonly agents: TestAgents,
  ) {}

  static async install(
    kubernetes: ControlPlane,
    otherwise: Otherwise = {},
  ): Promise<InstalledCluster> {
    const { objects, parts } = await contentOf(otherwise);
    const product = { name: 'fleet', namespace: 'default', objects };
    const installation = new Installation(kubernetes);
    await installation.define([product]);
    const install = () => installation.install([product]);
    const installed = await install();
    const refused = installed.flatMap(({ desired, refused: why }) =>
      why ? [`${desired.kind} ${desired.metadata.name}: ${why}`] : [],
    );
    await tellOfEngine(kubernetes);
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromString(
      await kubernetes.serviceAccountKubeconfig(
        'flotilla-system',
        'flotilla-agent',
      ),
    );
    const hub = await startHub();
    hub.desire(COMMIT, parts, CLUSTER);
    const agents = await TestAgents.open(hub);
    return new InstalledCluster(hub, kubeConfig, refused, install, agents);
  }

  /** Lets an agent watch, as its own account. */
  watch(options: Partial<AgentOptions> = {}): Promise<Agent> {
    const { kubeConfig } = this;
    return this.agents.start({ cluster: CLUSTER, kubeConfig, ...options });
  }

  /** Ends what watches. */
  async rest(): Promise<void> {
    await this.agents.stop();
  }

  async stop(): Promise<void> {
    await this.agents.close();
    await this.hub.stop();
  }
}

/** What Git gives the cluster, and what of it the agent is to compare. */
async function contentOf(otherwise: Otherwise): Promise<{
  objects: TestObject[];
  parts: Record<string, readonly object[]>;
}> {
  const { drift, parts: more = {}, objects = [] } = otherwise;
  const files = await readFolder(SAMPLE_FLEET);
  const path = `clusters/${CLUSTER}/cluster.yaml`;
  const own = files.get(path) ?? '';
  const { fleet } = loadFleet(
    drift ? new Map(files).set(path, `${own}  drift: ${drift}\n`) : files,
  );
  if (!fleet) throw new Error('the sample fleet is broken');
  const rendered = renderCluster(fleet, CLUSTER).parts.filter(
    ({ name }) => name !== 'infrastructure' && name !== 'bootstrap',
  );
  const parts: Record<string, readonly KubeObject[]> = {
    ...Object.fromEntries(rendered.map(one => [one.name, one.objects])),
    ...more,
  };
  const bootstrap = [
    ...agentManifests(fleet, CLUSTER).objects,
    SOURCE,
    ...definitions(),
  ];
  const given = [
    ...bootstrap,
    ...objects,
    ...Object.keys(more).map(part => stageOf(part, CLUSTER)),
    ...Object.values(parts).flat(),
  ];
  return {
    objects: given.map(({ metadata, ...rest }) => ({
      ...rest,
      metadata: { ...metadata },
    })),
    // In Git as well, and not compared: they are no engine's leavings.
    parts: { ...parts, bootstrap },
  };
}

function definitions(): KubeObject[] {
  return [
    ...engineDefinitions('Flux'),
    definitionOf({
      key: 'helm.toolkit.fluxcd.io/v2/HelmRelease',
      plural: 'helmreleases',
      hasStatus: true,
    }),
  ];
}

/** Writes what Flux writes when all is well. */
async function tellOfEngine(kubernetes: ControlPlane): Promise<void> {
  const applied = FLUX_SAYS.applied(COMMIT);
  for (const [kind, statusAt] of [
    [
      'kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations',
      (generation: number) => stageStatus(applied, generation),
    ],
    [
      'source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories',
      (generation: number) => fetchedStatus(COMMIT, generation),
    ],
  ] as const) {
    const { body } = await kubernetes.request(`/apis/${kind}`);
    for (const item of json.list(json.map(body).items)) {
      const { name, generation } = json.map(json.map(item).metadata);
      const path = `/apis/${kind}/${json.text(name)}/status`;
      const { status, text } = await kubernetes.request(path, {
        method: 'PATCH',
        contentType: 'application/merge-patch+json',
        body: { status: statusAt(Number(generation)) },
      });
      if (status !== 200)
        throw new Error(`${path} answered ${status}: ${text}`);
    }
  }
}
