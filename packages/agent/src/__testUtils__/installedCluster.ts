import { KubeConfig } from '@kubernetes/client-node';
import { KubeObject } from '@flotilla/drift';
import { agentManifests, loadFleet, renderCluster } from '@flotilla/model';
import { readFolder } from '@flotilla/repository';
import {
  ControlPlane,
  Installation,
  SAMPLE_FLEET,
  TestHub,
  TestObject,
} from '@flotilla/testbed';
import { json } from '../json';

export const CLUSTER = 'store-0101';
const COMMIT = 'a'.repeat(40);

const ENGINE_KINDS = [
  ['kustomize.toolkit.fluxcd.io', 'Kustomization', 'kustomizations'],
  ['source.toolkit.fluxcd.io', 'GitRepository', 'gitrepositories'],
] as const;

/** A cluster of the sample fleet on a real API server: all that Git gives it is applied, and its agent's rights. */
export interface InstalledCluster {
  hub: TestHub;
  /** As the agent's own account. */
  kubeConfig(): Promise<KubeConfig>;
  /** As the engine writes it, once it has come so far. */
  engine(status: Record<string, unknown>, spec?: object): Promise<void>;
  /** Puts everything back as Git says. */
  restore(): Promise<void>;
  /** Objects that couldn't be applied, and why. */
  refused: string[];
}

/** What is otherwise than in the sample fleet. */
export interface Otherwise {
  /** What the cluster's own file says of drift, in YAML's flow style. */
  drift?: string;
  /** Parts besides those that are rendered. */
  parts?: Record<string, KubeObject[]>;
  /** Objects that nobody declares. */
  objects?: KubeObject[];
}

/** @param hub - is told what the cluster should hold */
export async function installCluster(
  kubernetes: ControlPlane,
  hub: TestHub,
  otherwise: Otherwise = {},
): Promise<InstalledCluster> {
  const { drift } = otherwise;
  const files = await readFolder(SAMPLE_FLEET);
  const path = `clusters/${CLUSTER}/cluster.yaml`;
  const own = files.get(path) ?? '';
  const { fleet } = loadFleet(
    drift ? new Map(files).set(path, `${own}  drift: ${drift}\n`) : files,
  );
  if (!fleet) throw new Error('the sample fleet is broken');
  const parts = [
    ...renderCluster(fleet, CLUSTER).parts.filter(
      ({ name }) => name !== 'infrastructure' && name !== 'bootstrap',
    ),
    ...Object.entries(otherwise.parts ?? {}).map(([name, objects]) => ({
      name,
      objects,
    })),
  ];
  const bootstrap = agentManifests(fleet, CLUSTER).objects;
  const installation = new Installation(kubernetes);
  const definitions = [
    ...ENGINE_KINDS.map(([group, kind, plural]) =>
      definition(group, kind, plural),
    ),
    definition('helm.toolkit.fluxcd.io', 'HelmRelease', 'helmreleases', 'v2'),
  ];
  const given = [
    ...bootstrap,
    source(),
    ...(otherwise.objects ?? []),
    ...Object.keys(otherwise.parts ?? {}).map(stage),
    ...parts.flatMap(({ objects }) => objects),
  ].flatMap(testObject);
  const product = { name: 'fleet', namespace: 'default', objects: given };
  const install = async () => {
    const objects = [...definitions, ...given];
    await installation.define([{ ...product, objects }]);
    return installation.install([product]);
  };
  const installed = await install();
  hub.desire(
    COMMIT,
    Object.fromEntries([
      ...parts.map(({ name, objects }) => [name, objects]),
      // In Git as well, and not compared: they are no engine's leavings.
      ['bootstrap', [...bootstrap, source(), ...definitions]],
    ]),
    CLUSTER,
  );
  const cluster: InstalledCluster = {
    hub,
    kubeConfig: async () => {
      const config = new KubeConfig();
      config.loadFromString(
        await kubernetes.serviceAccountKubeconfig(
          'flotilla-system',
          'flotilla-agent',
        ),
      );
      return config;
    },
    engine: (status, spec) => tellOfEngine(kubernetes, status, spec),
    restore: async () => {
      await install();
      await tellOfEngine(kubernetes, applied());
    },
    refused: installed.flatMap(({ desired, refused }) =>
      refused ? [`${desired.kind} ${desired.metadata.name}: ${refused}`] : [],
    ),
  };
  await cluster.engine(applied());
  return cluster;
}

/** What Flux writes when all is well. */
export function applied(): Record<string, unknown> {
  const revision = `main@sha1:${COMMIT}`;
  return {
    lastAppliedRevision: revision,
    lastAttemptedRevision: revision,
    artifact: { revision },
    conditions: [
      { type: 'Ready', status: 'True', reason: 'ReconciliationSucceeded' },
    ],
  };
}

function definition(
  group: string,
  kind: string,
  plural: string,
  version = 'v1',
): TestObject {
  const openAPIV3Schema = {
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true,
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema },
        },
      ],
    },
  };
}

/** Of a part that isn't rendered: what applies it. */
function stage(part: string): KubeObject {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {
      name: part.replace('/', '-'),
      namespace: 'flux-system',
      annotations: { 'flotilla.dev/part': part },
      labels: { 'flotilla.dev/cluster': CLUSTER },
    },
    spec: {
      path: `./rendered/${CLUSTER}/${part}`,
      sourceRef: { kind: 'GitRepository', name: 'fleet' },
    },
  };
}

function source(): KubeObject {
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'fleet', namespace: 'flux-system' },
    spec: { url: 'https://git.example.com/acme/fleet', interval: '1m' },
  };
}

function testObject(object: KubeObject): TestObject[] {
  const { metadata, ...rest } = object;
  return [{ ...rest, metadata: { ...metadata } }];
}

async function tellOfEngine(
  kubernetes: ControlPlane,
  status: Record<string, unknown>,
  spec: object = { suspend: false },
): Promise<void> {
  for (const [group, , plural] of ENGINE_KINDS) {
    const base = `/apis/${group}/v1/namespaces/flux-system/${plural}`;
    const patch = (path: string, body: object) =>
      kubernetes.request(`${base}/${path}`, {
        method: 'PATCH',
        contentType: 'application/merge-patch+json',
        body,
      });
    const { body } = await kubernetes.request(base);
    for (const { metadata } of itemsOf(body)) {
      if (plural === 'kustomizations') await patch(metadata.name, { spec });
      const answer = await kubernetes.request(`${base}/${metadata.name}`);
      const { generation } = json.map(json.map(answer.body).metadata);
      await patch(`${metadata.name}/status`, {
        status: { ...status, observedGeneration: generation },
      });
    }
  }
}

function itemsOf(body: unknown): { metadata: { name: string } }[] {
  const isList = typeof body === 'object' && body !== null && 'items' in body;
  return isList && Array.isArray(body.items) ? body.items : [];
}
