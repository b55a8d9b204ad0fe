/** What `bootstrap` of a cluster holds of the engine's objects. */
export function bootstrapManifests(cluster: string): string {
  return `apiVersion: v1
kind: Namespace
metadata: {name: flux-system, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: fleet, namespace: flux-system}
spec: {url: "https://github.com/acme/fleet", interval: 1m, ref: {branch: main}}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: fleet, namespace: flux-system}
spec:
  interval: 1m
  path: ./rendered/${cluster}/gitops
  prune: true
  sourceRef: {kind: GitRepository, name: fleet}
`;
}

/** One Kustomization of the `gitops` part. */
export function partKustomization(
  cluster: string,
  part: string,
  spec: string = '',
): string {
  return `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: ${part.replace('/', '-')}
  namespace: flux-system
  annotations: {flotilla.dev/part: ${part}}
spec:
  interval: 1m
  path: ./rendered/${cluster}/${part}
  prune: true
  wait: true
  timeout: 5m
  sourceRef: {kind: GitRepository, name: fleet}
${spec}`;
}
