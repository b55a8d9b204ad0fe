import { groupOf } from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';
import { isBuiltInGroup } from '../../schema/builtInTypes';

/**
 * Groups of projects whose kinds are known to be CustomResourceDefinitions, though a chart or somebody else brings those.
 * The engine's and Cluster API's among them.
 */
const DEFINED: ReadonlySet<string> = new Set([
  'addons.cluster.x-k8s.io',
  'argoproj.io',
  'autoscaling.k8s.io',
  'bootstrap.cluster.x-k8s.io',
  'cert-manager.io',
  'cilium.io',
  'cluster.x-k8s.io',
  'controlplane.cluster.x-k8s.io',
  'crd.projectcalico.org',
  'external-secrets.io',
  'gateway.networking.k8s.io',
  'helm.toolkit.fluxcd.io',
  'image.toolkit.fluxcd.io',
  'infrastructure.cluster.x-k8s.io',
  'karpenter.sh',
  'keda.sh',
  'kustomize.toolkit.fluxcd.io',
  'kyverno.io',
  'monitoring.coreos.com',
  'notification.toolkit.fluxcd.io',
  'snapshot.storage.k8s.io',
  'source.toolkit.fluxcd.io',
]);

/**
 * The groups that the cluster's own API server answers for, so that its policies bound what is done there. Others may be
 * proxied to a server of their own, and those don't ask for its policies.
 */
export class BoundGroups {
  readonly #defined: ReadonlySet<string>;
  readonly #proxied: ReadonlySet<string>;

  /** @param objects - all that the cluster is given; their names are enough */
  constructor(objects: readonly KubeObject[]) {
    const named = (group: string, kind: string) =>
      objects
        .filter(object => object.kind === kind && groupOf(object) === group)
        .map(({ metadata: { name } }) => name.slice(name.indexOf('.') + 1));
    // Both are called by what they are of: `<plural>.<group>` and `<version>.<group>`.
    const definition = 'CustomResourceDefinition';
    this.#defined = new Set(named('apiextensions.k8s.io', definition));
    this.#proxied = new Set(named('apiregistration.k8s.io', 'APIService'));
  }

  has(group: string): boolean {
    const isServed =
      isBuiltInGroup(group) || DEFINED.has(group) || this.#defined.has(group);
    return isServed && !this.#proxied.has(group);
  }
}
