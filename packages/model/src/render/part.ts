import type { KubeObject } from '@flotilla/drift';

/** The part that is applied to the cluster that manages the one it is of. */
export const INFRASTRUCTURE = 'infrastructure';
/** The part that makes a cluster one of the fleet. */
export const BOOTSTRAP = 'bootstrap';
/** The part that applies a cluster's other parts. */
export const GITOPS = 'gitops';

/** Where a part of a cluster is rendered, from the root of the repository. */
export function partFolder(cluster: string, part: string): string {
  return `rendered/${cluster}/${part}`;
}

/** The file of a part. */
export function partPath(cluster: string, part: string): string {
  return `${partFolder(cluster, part)}/manifests.yaml`;
}

/** The unit of rendering, digest and application. @public */
export interface RenderedPart {
  /** `infrastructure`, `bootstrap`, `gitops`, `agent`, `agent-policy`, `agent-dry-run`, `components/<c>` or `workspaces/<w>`. */
  name: string;
  /** `rendered/<cluster>/<part>/manifests.yaml`. */
  path: string;
  /** The exact bytes, in UTF-8. */
  text: string;
  objects: KubeObject[];
  /** Why the part is there, in words: "required by base 2.1.0", "provides ingress on eks". */
  layer: string;
}
