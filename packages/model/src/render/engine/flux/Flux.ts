import type { KubeObject } from '@flotilla/drift';
import type { Fleet } from '../../../kinds';
import { GITOPS, partFolder } from '../../part';
import type {
  AppliedPart,
  Chart,
  ChildCluster,
  Engine,
  KustomizeFolder,
  OutsideChart,
  TeamSource,
} from '../Engine';
import { stageName } from '../stageName';
import { childObjects } from './children';
import { helmObjects, outsideHelmObjects } from './helmRelease';
import { fluxIgnore } from './ignore';
import { kustomizations } from './kustomization';
import type { Applied } from './kustomization';
import { FLEET, FLUX_NAMESPACE } from './names';
import { source } from './source';

const PRUNE = 'kustomize.toolkit.fluxcd.io/prune';

/** It is there until all that it applied is gone, or for as long as that may take: load balancers take their time. */
const LEAVES = { deletionPolicy: 'WaitForTermination', timeout: '30m' };

/** Flux: a source, and a Kustomization for every part. */
export class Flux implements Engine {
  readonly namespace = FLUX_NAMESPACE;
  readonly #repository: Fleet['spec']['repository'];
  readonly #kustomization: (applied: Applied) => KubeObject;

  constructor({ spec }: Fleet) {
    this.#repository = spec.repository;
    this.#kustomization = kustomizations(spec.repository.url);
  }

  kept(annotations: Readonly<Record<string, string>>) {
    return { ...annotations, [PRUNE]: 'disabled' };
  }

  start(cluster: string): KubeObject[] {
    const root = this.#kustomization({
      name: FLEET,
      path: `./${partFolder(cluster, GITOPS)}`,
      spec: {
        // It holds the Kustomizations of the parts: waiting for them would only hide which one is late.
        wait: false,
        // Whoever deletes it by mistake doesn't delete all that it applies.
        deletionPolicy: 'Orphan',
      },
    });
    const repository = source({
      name: FLEET,
      namespace: FLUX_NAMESPACE,
      ...this.#repository,
    });
    return [repository, root].map(object => ({
      ...object,
      metadata: { ...object.metadata, annotations: this.kept({}) },
    }));
  }

  parts(parts: readonly AppliedPart[]): KubeObject[] {
    return parts.map(part => {
      const ignore = fluxIgnore(part);
      return this.#kustomization({
        name: stageName(part.name),
        path: `./${partFolder(part.cluster, part.name)}`,
        part: part.name,
        cluster: part.cluster,
        dependsOn: part.dependsOn.map(stageName),
        spec: {
          ...(ignore.length > 0 && { ignore }),
          ...(part.leaves && LEAVES),
        },
      });
    });
  }

  children(children: readonly ChildCluster[]): KubeObject[] {
    const { secretRef } = this.#repository;
    return children.flatMap(child =>
      childObjects(child, secretRef, this.#kustomization),
    );
  }

  chart(chart: Chart): KubeObject[] {
    return helmObjects(chart);
  }

  outsideChart(chart: OutsideChart): KubeObject[] {
    return outsideHelmObjects(chart);
  }

  folder({ component, namespace, path }: KustomizeFolder): KubeObject[] {
    return [
      this.#kustomization({
        name: `kustomize-${component}`,
        path: `./${path}`,
        spec: namespace ? { targetNamespace: namespace } : {},
      }),
    ];
  }

  team({ workspace, namespaces, serviceAccount, repository }: TeamSource) {
    const [home] = namespaces;
    const { url, branch = 'main', path = './', secretRef } = repository;
    return [
      source({ name: workspace, namespace: home, url, branch, secretRef }),
      this.#kustomization({
        name: workspace,
        namespace: home,
        path,
        source: { name: workspace, url },
        spec: {
          serviceAccountName: serviceAccount,
          // With several namespaces the team's own manifests say which is meant.
          ...(namespaces.length === 1 && { targetNamespace: home }),
          // A workspace that leaves a cluster leaves the team's workloads running.
          deletionPolicy: 'Orphan',
        },
      }),
    ];
  }
}
