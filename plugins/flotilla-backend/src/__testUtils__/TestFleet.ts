import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadFleet, renderFleet } from '@flotilla/model';

const API = 'apiVersion: flotilla.dev/v1alpha1';

const BASE: Record<string, string> = {
  'fleet.yaml': `${API}
kind: Fleet
metadata: {name: tiny}
spec:
  format: 1
  engine: Flux
  repository: {url: https://git.example/tiny/fleet, branch: main}
  owner: group:default/platform
  drift:
    ignore:
      - {target: {kind: ConfigMap, name: clock}, reason: written by a clock}
    unmanaged: [{group: rbac.authorization.k8s.io, kind: ClusterRoleBinding}]
  hub: {url: https://portal.example/api/flotilla}
`,
  'providers/existing/1.0.0/provider.yaml': `${API}
kind: Provider
metadata: {name: existing}
spec: {version: 1.0.0, controlPlane: None}
`,
  'providers/metal/1.0.0/provider.yaml': `${API}
kind: Provider
metadata: {name: metal}
spec:
  version: 1.0.0
  controlPlane: None
  infrastructure: {manifests: infrastructure/}
  variables:
    - {name: region, schema: {type: string, enum: [north, south]}}
`,
  'providers/metal/1.0.0/infrastructure/cluster.yaml': `apiVersion: cluster.x-k8s.io/v1beta2
kind: Cluster
metadata: {name: "\${cluster.name}", namespace: "\${cluster.namespace}"}
spec: {}
`,
  ...model('1.0.0'),
  ...model('1.1.0'),
  ...clock('1.0.0', 'noon'),
  ...clock('1.1.0', 'midnight'),
};

function model(version: string): Record<string, string> {
  return {
    [`models/plain/${version}/model.yaml`]: `${API}
kind: Model
metadata: {name: plain}
spec:
  version: ${version}
  providers: [{name: existing, version: 1.0.0}, {name: metal, version: 1.0.0}]
  variables:
    - {name: workers, schema: {type: integer, title: Workers, default: 3}}
  cluster: {kubernetes: "1.35"}
  components: [{name: clock, version: ${version}, required: true}]
`,
  };
}

function clock(version: string, time: string): Record<string, string> {
  return {
    [`components/clock/${version}/component.yaml`]: `${API}
kind: Component
metadata: {name: clock}
spec:
  version: ${version}
  source: {manifests: {path: manifests/}}
  drift:
    ignore:
      - {target: {kind: Deployment}, paths: [/spec/replicas], reason: scaled by hand}
`,
    [`components/clock/${version}/manifests/clock.yaml`]: `apiVersion: v1
kind: ConfigMap
metadata: {name: clock, namespace: default}
data: {time: ${time}}
`,
  };
}

/** How a cluster of a test's fleet is described. */
export interface TestCluster {
  owner?: string;
  version?: string;
  provider?: 'existing' | 'metal';
  managedBy?: string;
  labels?: Record<string, string>;
}

/** The cluster file that people would write. */
export function clusterFile(name: string, cluster: TestCluster = {}): string {
  const { owner = 'group:default/payments', version = '1.0.0' } = cluster;
  const labels = JSON.stringify(cluster.labels ?? { env: 'prod' });
  return `${API}
kind: Cluster
metadata: {name: ${name}, labels: ${labels}}
spec:
  owner: ${owner}
  model: {name: plain, version: ${version}}
  provider: ${cluster.provider ?? 'existing'}
${cluster.managedBy ? `  managedBy: ${cluster.managedBy}\n` : ''}`;
}

/** The files of a small fleet that people would write. */
export function tinyFleet(
  clusters: Record<string, TestCluster>,
): Map<string, string> {
  const files = Object.entries(clusters).map(
    ([name, cluster]): [string, string] => [
      `clusters/${name}/cluster.yaml`,
      clusterFile(name, cluster),
    ],
  );
  return new Map([...Object.entries(BASE), ...files]);
}

/** A real git repository that holds a small fleet, rendered anew at each commit. */
export class TestFleet {
  private readonly root = mkdtempSync(path.join(os.tmpdir(), 'flotilla-hub-'));
  private readonly folder = path.join(this.root, 'tiny', 'fleet');
  private readonly files: Map<string, string>;
  private written = new Set<string>();

  constructor(clusters: Record<string, TestCluster> = { 'prod-1': {} }) {
    mkdirSync(this.folder, { recursive: true });
    this.git('init', '--quiet', '--initial-branch=main');
    this.files = tinyFleet(clusters);
    this.commit();
  }

  get url(): string {
    return pathToFileURL(this.folder).href;
  }

  /** Where a hub under test may keep what it has to. */
  get workingDirectory(): string {
    return path.join(this.root, 'hub');
  }

  /** Writes files (null removes one), renders, and commits with the time of now; gives the commit. */
  commit(changes: Record<string, string | null> = {}): string {
    for (const [name, content] of Object.entries(changes)) {
      if (content === null) {
        this.files.delete(name);
      } else {
        this.files.set(name, content);
      }
    }
    const { fleet } = loadFleet(this.files);
    const all = new Map(this.files);
    if (fleet) {
      renderFleet(fleet).files.forEach((text, name) => {
        if (!all.has(name)) all.set(name, text);
      });
    }
    this.write(all);
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '-m', 'Change the fleet');
    return this.git('rev-parse', 'HEAD');
  }

  /** Makes the Git host unreachable, or reachable again. */
  moveAway(): () => void {
    const away = `${this.folder}-away`;
    execFileSync('mv', [this.folder, away]);
    return () => execFileSync('mv', [away, this.folder]);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private write(all: ReadonlyMap<string, string>): void {
    for (const name of this.written) {
      if (!all.has(name)) rmSync(path.join(this.folder, name));
    }
    for (const [name, content] of all) {
      const file = path.join(this.folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    this.written = new Set(all.keys());
  }

  private git(...args: string[]): string {
    return execFileSync('git', args, {
      cwd: this.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Grace',
        GIT_AUTHOR_EMAIL: 'grace@acme.example',
        GIT_COMMITTER_NAME: 'Grace',
        GIT_COMMITTER_EMAIL: 'grace@acme.example',
      },
    }).trim();
  }
}
