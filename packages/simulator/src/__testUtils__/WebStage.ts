import { TestRepository } from '@flotilla/testbed';
import { GIT_REPOSITORY, KUSTOMIZATION } from '../engine/fluxTypes';
import { stringAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { SimulatedCluster } from '../SimulatedCluster';
import { FleetOptions } from '../FleetOptions';
import { SimulatedFleet } from '../SimulatedFleet';
import { Target } from '../store/Target';
import { bootstrapManifests, partKustomization } from './fluxManifests';
import { waitFor } from './waitFor';

/** Manifests of the part `components/web`. */
export const WEB = `apiVersion: v1
kind: Namespace
metadata: {name: web, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: web, labels: {app: web}}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: nginx:1.27.1
          env: [{name: MODE, value: prod}]
          ports: [{containerPort: 8080}]
          resources: {requests: {cpu: 1000m, memory: 1024Mi}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: web}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: web-config, namespace: web}
data: {level: info}
`;

export const DEPLOYMENT: Target = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'web',
  name: 'web',
};
export const SERVICE: Target = {
  apiVersion: 'v1',
  kind: 'Service',
  namespace: 'web',
  name: 'web',
};
export const CONFIG: Target = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'web',
  name: 'web-config',
};
export const PART: Target = {
  ...KUSTOMIZATION,
  namespace: 'flux-system',
  name: 'components-web',
};

/** The GitRepository of the cluster's engine. */
export const SOURCE: Target = {
  ...GIT_REPOSITORY,
  namespace: 'flux-system',
  name: 'fleet',
};

const MANIFESTS = 'rendered/dev/components/web/manifests.yaml';

/** A simulated cluster `dev` that has applied one part, `components/web`, from a real repository. */
export class WebStage {
  private constructor(
    readonly repository: TestRepository,
    readonly fleet: SimulatedFleet,
    readonly cluster: SimulatedCluster,
  ) {}

  static async open(
    manifests: string = WEB,
    options: Partial<FleetOptions> = {},
  ): Promise<WebStage> {
    const repository = new TestRepository();
    repository.commit({
      'rendered/dev/bootstrap/manifests.yaml': bootstrapManifests('dev'),
      'rendered/dev/gitops/manifests.yaml': partKustomization(
        'dev',
        'components/web',
      ),
      [MANIFESTS]: manifests,
    });
    const fleet = await SimulatedFleet.start({
      gitUrl: repository.folder,
      engineInterval: 3600,
      speed: 1000,
      ...options,
    });
    fleet.on('problem', ({ error }) => {
      throw error;
    });
    const cluster = await fleet.createCluster({
      name: 'dev',
      kubernetesVersion: '1.35.2',
      bootstrapped: true,
    });
    return new WebStage(repository, fleet, cluster);
  }

  /** Commits other manifests of the part, and waits until the engine has tried and looked again. */
  async merge(manifests: string): Promise<string> {
    const commit = this.repository.commit({ [MANIFESTS]: manifests });
    const attempted = () =>
      stringAt(this.live(PART), 'status', 'lastAttemptedRevision');
    await this.twoLooks();
    await waitFor(
      () => attempted() === `main@sha1:${commit}`,
      'the engine to try the commit',
    );
    await this.twoLooks();
    return commit;
  }

  /** @throws Error when the object isn't there */
  live(target: Target): KubeObject {
    const found = this.cluster.api.find(target);
    if (!found) throw new Error(`${target.kind}/${target.name} isn't there`);
    return found;
  }

  /** Two looks of the engine at Git and at its objects. */
  async twoLooks(): Promise<void> {
    for (let look = 0; look < 2; look += 1) {
      await this.fleet.fetch();
      this.cluster.engine.tick();
      await this.cluster.agenda.idle();
    }
  }

  async close(): Promise<void> {
    await this.fleet.stop();
    this.repository.remove();
  }
}
