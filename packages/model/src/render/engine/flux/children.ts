import type { KubeObject } from '@flotilla/drift';
import { BOOTSTRAP, INFRASTRUCTURE, partFolder } from '../../part';
import { credentialDelivery, namespaceOf } from '../clusterApi';
import type { ChildCluster, FirstPart } from '../Engine';
import { stageName } from '../stageName';
import type { Applied } from './kustomization';

/**
 * What has no Ready condition counts as healthy at once: Cluster API tells otherwise when the control
 * plane answers. Its workers can't be waited for, as they may need a network that comes later.
 */
const CONTROL_PLANE_ANSWERS = {
  apiVersion: 'cluster.x-k8s.io/v1beta2',
  kind: 'Cluster',
  current:
    'has(status.initialization) && has(status.initialization.controlPlaneInitialized) && status.initialization.controlPlaneInitialized',
};

/** The chart of an engine may need nodes, which need what waits for the machines: it isn't waited for. */
const CHARTS_COME_LATER = {
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  current: 'true',
};

/** What waits for the control plane itself, such as an autoscaler, must not hold up what its nodes wait for. */
const PROGRAMS_COME_LATER = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  current: 'true',
};

/** Creates what is missing and touches nothing that is there: the child's own engine takes it over. */
const HANDED_OVER = {
  prune: false,
  deletionPolicy: 'Orphan',
  commonMetadata: {
    annotations: { 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' },
  },
};

/**
 * A child's machines, what its engine can't run without, and what starts its engine. All live in the
 * child's own namespace, because Flux reads the kubeconfig Secret of Cluster API only there.
 */
export function childObjects(
  child: ChildCluster,
  credential: string | undefined,
  kustomization: (applied: Applied) => KubeObject,
): KubeObject[] {
  const { name, namespace, first } = child;
  const stage = (part: string) => `${stageName(part)}-${name}`;
  const kubeConfig = { secretRef: { name: `${name}-kubeconfig` } };
  const applied = (
    part: string,
    after: readonly string[],
    spec: Applied['spec'],
  ) =>
    kustomization({
      name: stage(part),
      namespace,
      path: `./${partFolder(name, part)}`,
      cluster: name,
      part,
      dependsOn: after.map(stage),
      spec,
    });
  const handedOver = ({ name: part, dependsOn }: FirstPart) =>
    applied(part, [INFRASTRUCTURE, ...dependsOn], {
      ...HANDED_OVER,
      kubeConfig,
    });
  return [
    namespaceOf(child),
    ...credentialDelivery(child, credential),
    applied(INFRASTRUCTURE, [], {
      // A control plane takes minutes to come up.
      timeout: '30m',
      healthCheckExprs: [
        CONTROL_PLANE_ANSWERS,
        ...(first.hasCharts ? [CHARTS_COME_LATER] : []),
        ...(child.hasPrograms ? [PROGRAMS_COME_LATER] : []),
      ],
      // Only what is on its way out may take its machines along.
      deletionPolicy: child.machinesGo ? 'WaitForTermination' : 'Orphan',
    }),
    ...first.parts.map(handedOver),
    applied(
      BOOTSTRAP,
      [INFRASTRUCTURE, ...first.parts.map(part => part.name)],
      {
        // How the child fares is for its own agent to say: an engine that is suspended there must not hold up this one.
        wait: false,
        deletionPolicy: 'Orphan',
        kubeConfig,
      },
    ),
  ];
}
