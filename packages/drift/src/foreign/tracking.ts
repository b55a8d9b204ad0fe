import { KubeObject, objectRef } from '../object';

/**
 * The engine's object that put an object into the cluster, as marks on the
 * object say.
 *
 * @public
 */
export interface Tracker {
  engine: 'Flux' | 'ArgoCD';
  kind: 'Kustomization' | 'HelmRelease' | 'Application';
  /** Of a Flux object. Argo CD's marks name one only of Applications beside its own namespace. */
  namespace?: string;
  name: string;
}

const FLUX = [
  ['kustomize.toolkit.fluxcd.io', 'Kustomization'],
  ['helm.toolkit.fluxcd.io', 'HelmRelease'],
] as const;
const TRACKING_ID = 'argocd.argoproj.io/tracking-id';

/**
 * Which engine's object an object belongs to. A mark that came along with a
 * copy doesn't count: operators copy labels to what they make.
 *
 * @public
 */
export function trackerOf(object: KubeObject): Tracker | undefined {
  const { labels = {}, annotations = {}, ownerReferences } = object.metadata;
  if (Array.isArray(ownerReferences) && ownerReferences.length > 0) {
    return undefined;
  }
  for (const [group, kind] of FLUX) {
    const name = labels[`${group}/name`];
    const namespace = labels[`${group}/namespace`];
    if (name && namespace) return { engine: 'Flux', kind, namespace, name };
  }
  const [application, id] = split(annotations[TRACKING_ID] ?? '', ':');
  return application && id === argoId(object)
    ? { engine: 'ArgoCD', kind: 'Application', ...argoName(application) }
    : undefined;
}

/** `apps`, or `team-a_apps` where Applications may be in any namespace. */
function argoName(application: string): { namespace?: string; name: string } {
  const [namespace, name] = split(application, '_');
  return namespace ? { namespace, name } : { name: application };
}

function split(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? ['', ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** `apps/Deployment:shop/web`. */
function argoId(object: KubeObject): string {
  const { group, kind, namespace = '', name } = objectRef(object);
  return `${group}/${kind}:${namespace}/${name}`;
}
