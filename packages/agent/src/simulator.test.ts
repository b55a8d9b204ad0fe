import type { Report } from '@flotilla/backstage-plugin-flotilla-common';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { KubeObject } from '@flotilla/drift';
import { SimulatedFleet } from '@flotilla/simulator';
import { TestHub, until } from '@flotilla/testbed';
import { stringify } from 'yaml';
import {
  deployment,
  gitRepository,
  kustomization,
} from './__testUtils__/objects';
import { TestAgents } from './__testUtils__/TestAgents';

const PART = 'workspaces/shop';

const namespace = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
});

/** Without what the engine writes. */
function declared({ status, ...object }: KubeObject): KubeObject {
  const { generation, managedFields, ...metadata } = object.metadata;
  return { ...object, metadata };
}

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
  let directory: string;
  let fleet: SimulatedFleet;
  let hub: TestHub;
  let agents: TestAgents;

  function commit(image: string): string {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: join(directory, 'fleet') }).toString();
    const write = (part: string, objects: KubeObject[]) => {
      const path = join(
        directory,
        'fleet/rendered/prod',
        part,
        'manifests.yaml',
      );
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, objects.map(one => stringify(one)).join('---\n'));
    };
    const source = {
      ...declared(gitRepository('')),
      spec: {
        url: 'https://git.example.com/acme/fleet',
        interval: '1m',
        ref: { branch: 'main' },
      },
    };
    const stage = (part: string, name: string): KubeObject => {
      const { metadata, ...rest } = declared(kustomization(part, ''));
      const spec = {
        ...(rest.spec as object),
        interval: '1m',
        timeout: '5m',
        prune: true,
        wait: true,
      };
      return { ...rest, metadata: { ...metadata, name }, spec };
    };
    const shop = [namespace('shop'), shopDeployment(image)];
    const stages = [stage(PART, 'workspaces-shop')];
    mkdirSync(join(directory, 'fleet'), { recursive: true });
    if (!existsSync(join(directory, 'fleet/.git'))) {
      git('init', '--quiet', '--initial-branch=main');
    }
    write('bootstrap', [
      namespace('flux-system'),
      source,
      stage('gitops', 'fleet'),
    ]);
    write('gitops', stages);
    write(PART, shop);
    git('add', '--all');
    git(
      '-c',
      'user.name=t',
      '-c',
      'user.email=t@example.com',
      'commit',
      '-qm',
      'x',
    );
    const revision = git('rev-parse', 'HEAD').trim();
    hub.desire(revision, { gitops: stages, [PART]: shop });
    return revision;
  }

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'simulated-'));
    hub = await TestHub.start();
    commit('shop/web:1.0');
    fleet = await SimulatedFleet.start({
      gitUrl: join(directory, 'fleet'),
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
    rmSync(directory, { recursive: true, force: true });
  });

  /** What the hub holds: a delta says only what has changed since the report before it. */
  const held = () => {
    const reports = hub.reports.map(({ counts, engine }) => ({
      ...(counts ? { counts } : {}),
      ...(engine ? { engine } : {}),
    }));
    return reports.reduce<Pick<Report, 'counts' | 'engine'>>(
      (known, report) => ({ ...known, ...report }),
      {},
    );
  };

  const inSyncAt = (revision = '') =>
    until(
      () => {
        const { counts, engine } = held();
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
