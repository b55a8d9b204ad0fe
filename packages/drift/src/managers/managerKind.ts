/**
 * What a field manager is: the GitOps engine, a controller that belongs to
 * the cluster, a person's tool, or something that Flotilla doesn't know.
 *
 * @public
 */
export type ManagerKind = 'engine' | 'controller' | 'person' | 'unknown';

/** `*` at the end is a wildcard. */
const NAMES: [ManagerKind, readonly string[]][] = [
  [
    'engine',
    [
      'kustomize-controller',
      'helm-controller',
      'source-controller',
      'notification-controller',
      'image-automation-controller',
      'gotk-*',
      'argocd-controller',
      'argocd-application-controller',
    ],
  ],
  [
    'controller',
    [
      'kube-*',
      'kubeadm',
      'k3s',
      'k0s',
      'rke2',
      'microk8s',
      'hyperkube',
      'eks',
      'gke-*',
      'GoogleContainerEngine',
      'aks-*',
      'openshift-*',
      'cluster-version-operator',
      'kubelet',
      // Of the controller manager, by server-side apply under a name of its own.
      'clusterrole-aggregation-controller',
      'ResourceQuotaController',
      'cloud-controller-manager',
      'cluster-autoscaler',
      'horizontal-pod-autoscaler',
      'vpa-*',
      'keda-*',
      'cainjector',
      'cert-manager-*',
      'reloader',
      'trust-manager',
      'kyverno*',
      'gatekeeper*',
      'pilot-discovery',
      'istiod*',
      'linkerd*',
      'karpenter*',
      'kwok*',
      'cilium-*',
      'calico-*',
      'external-secrets*',
      'aws-load-balancer-controller',
      'aws-cloud-controller-manager',
      'nginx-ingress-controller',
      'PrometheusOperator',
      'prometheus-operator',
      'capi-*',
      'capa-*',
      'capv-*',
      'capd-*',
      'capz-*',
      'capg-*',
      'capm3-*',
      'topology',
      'cluster-api-*',
      'deployment-controller',
      'service-controller',
    ],
  ],
  [
    'person',
    [
      'kubectl*',
      'k9s',
      'lens*',
      'Lens*',
      'openlens*',
      'headlamp*',
      'rancher',
      'helm',
      'flux',
      'before-first-apply',
    ],
  ],
];

/**
 * Tells what kind of manager a name belongs to.
 *
 * @param controllers - further names of controllers that belong to this cluster
 *
 * @public
 */
export function managerKind(
  name: string,
  controllers: readonly string[] = [],
): ManagerKind {
  if (matchesAny(name, controllers)) return 'controller';
  const found = NAMES.find(([, patterns]) => matchesAny(name, patterns));
  return found ? found[0] : 'unknown';
}

/** Whether a manager's name is one of the patterns; `*` at the end is a wildcard. */
export function matchesAny(name: string, patterns: readonly string[]): boolean {
  return patterns.some(pattern =>
    pattern.endsWith('*')
      ? name.startsWith(pattern.slice(0, -1))
      : name === pattern,
  );
}
