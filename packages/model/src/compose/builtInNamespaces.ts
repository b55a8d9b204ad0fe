/** Namespaces that every cluster has, brought by Kubernetes, the engine or Flotilla itself. */
export const BUILT_IN_NAMESPACES: ReadonlySet<string> = new Set([
  'default',
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'flux-system',
  'argocd',
  'flotilla-system',
]);
