import { KubeConfig } from '@kubernetes/client-node';
import { KubeObject } from '@flotilla/drift';
import { SimulatedFleet } from '@flotilla/simulator';
import { TestRepository, until } from '@flotilla/testbed';
import { stringify } from 'yaml';
import { AgentHub, startHub } from './__testUtils__/AgentHub';
import { SOURCE, stageOf } from './__testUtils__/fluxObjects';
import { deployment } from './__testUtils__/objects';
import { heldBy } from './__testUtils__/small/held';
import { TestAgents } from './__testUtils__/TestAgents';

const PART = 'workspaces/shop';

const namespace = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
});

const gitops = stageOf('gitops', 'prod');
/** The Kustomization that applies those of all parts. */
const ROOT = { ...gitops, metadata: { ...gitops.metadata, name: 'fleet' } };

const fileOf = (part: string) => `rendered/prod/${part}/manifests.yaml`;
const text = (objects: KubeObject[]) =>
  objects.map(one => stringify(one)).join('---\n');

/** Complete enough for a server that validates. */
function shopDeployment(image: string): KubeObject {
  const object = deployment('web', image);
  const labels = { app: 'web' };
  return {
    ...object,
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'app',
              image,
              resources: { requests: { cpu: '1000m', memory: '1024Mi' } },
              ports: [{ containerPort: 8080 }],
            },
          ],
        },
      },
    },
  };
}

describe('an agent of a simulated cluster', () => {
  let repository: TestRepository;
  let fleet: SimulatedFleet;
  let hub: AgentHub;
  let agents: TestAgents;

  function commit(image: string): string {
    const shop = [namespace('shop'), shopDeployment(image)];
    const stages = [stageOf(PART, 'prod')];
    const revision = repository.commit({
      [fileOf('bootstrap')]: text([namespace('flux-system'), SOURCE, ROOT]),
      [fileOf('gitops')]: text(stages),
      [fileOf(PART)]: text(shop),
    });
    hub.desire(revision, { gitops: stages, [PART]: shop });
    return revision;
  }

  beforeEach(async () => {
    repository = new TestRepository();
    hub = await startHub();
    commit('shop/web:1.0');
    fleet = await SimulatedFleet.start({
      gitUrl: repository.folder,
      engineInterval: 1,
      speed: 50,
    });
    const cluster = await fleet.createCluster({
      name: 'prod',
      kubernetesVersion: '1.35.2',
      bootstrapped: true,
    });
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromString(cluster.kubeconfig());
    agents = await TestAgents.open(hub);
    await agents.start({
      kubeConfig,
      persistenceSeconds: 20,
      heartbeatSeconds: 0.5,
    });
  });

  afterEach(async () => {
    await agents.close();
    await Promise.all([fleet.stop(), hub.stop()]);
    repository.remove();
  });

  const inSyncAt = (revision = '') =>
    until(
      () => {
        const { counts, engine } = heldBy(hub);
        return (
          counts?.current === 3 &&
          counts.drifted === 0 &&
          engine?.appliedRevision?.endsWith(revision)
        );
      },
      'in sync',
      50_000,
    );

  it('finds it in sync, names who was corrected, and follows a commit without a false word', async () => {
    await inSyncAt();
    fleet.cluster('prod').scale(
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'shop',
        name: 'web',
      },
      7,
    );
    const corrected = await until(
      () => hub.reports.flatMap(report => report.corrected ?? [])[0],
      'corrected',
      50_000,
    );
    expect(corrected).toMatchObject({
      ref: { kind: 'Deployment', name: 'web' },
      part: PART,
      manager: { name: 'kubectl', subresource: 'scale' },
      fields: [{ fieldPath: '.spec.replicas', live: { value: 7 } }],
    });
    await inSyncAt(commit('shop/web:2.0'));
    const told = hub.reports.flatMap(report => report.resources ?? []);
    expect(told.filter(one => one.state === 'Modified')).toEqual([]);
    expect(hub.rejected).toEqual([]);
  }, 180_000);
});
