import { bootstrapManifests, partKustomization } from './fluxManifests';

const AGENT = `
---
apiVersion: v1
kind: Namespace
metadata: {name: flotilla-system}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: flotilla-agent, namespace: flotilla-system}
spec:
  selector: {matchLabels: {app: flotilla-agent}}
  template:
    metadata: {labels: {app: flotilla-agent}}
    spec: {containers: [{name: agent, image: "agent:1"}]}
`;

/** A part with one ConfigMap. */
export const CONFIG =
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: default}\ndata: {level: info}\n';

/** Everything that brings up the cluster `child` under `mgmt`. */
export function childKustomizations(version: string): {
  [path: string]: string;
} {
  const inChild = (name: string, spec: string) =>
    partKustomization('child', name, spec)
      .replace('namespace: flux-system', 'namespace: fleet-child')
      .replace(`name: ${name}\n`, `name: ${name}-child\n`)
      .replace('name: fleet}', 'name: fleet, namespace: flux-system}');
  return {
    'rendered/mgmt/gitops/manifests.yaml': `apiVersion: v1
kind: Namespace
metadata: {name: fleet-child}
---
${inChild('infrastructure', '')}---
${inChild(
  'bootstrap',
  '  kubeConfig: {secretRef: {name: child-kubeconfig}}\n  dependsOn: [{name: infrastructure-child}]\n',
)}`,
    'rendered/child/infrastructure/manifests.yaml': infrastructure(version),
    'rendered/child/bootstrap/manifests.yaml': `${bootstrapManifests(
      'child',
    )}${AGENT}`,
    'rendered/child/gitops/manifests.yaml': partKustomization(
      'child',
      'components/settings',
    ),
    'rendered/child/components/settings/manifests.yaml': CONFIG,
  };
}

/** Its Cluster API objects: one machine of the control plane, two workers. */
export function infrastructure(version: string): string {
  return `apiVersion: cluster.x-k8s.io/v1beta2
kind: Cluster
metadata: {name: child, namespace: fleet-child}
spec:
  controlPlaneRef: {apiGroup: controlplane.cluster.x-k8s.io, kind: KubeadmControlPlane, name: child}
  infrastructureRef: {apiGroup: infrastructure.cluster.x-k8s.io, kind: DevCluster, name: child}
---
apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
kind: DevCluster
metadata: {name: child, namespace: fleet-child}
spec: {backend: {docker: {}}}
---
apiVersion: controlplane.cluster.x-k8s.io/v1beta2
kind: KubeadmControlPlane
metadata: {name: child, namespace: fleet-child}
spec: {replicas: 1, version: ${version}}
---
apiVersion: cluster.x-k8s.io/v1beta2
kind: MachineDeployment
metadata: {name: child-default, namespace: fleet-child}
spec:
  clusterName: child
  replicas: 2
  template: {spec: {clusterName: child, version: ${version}}}
`;
}
