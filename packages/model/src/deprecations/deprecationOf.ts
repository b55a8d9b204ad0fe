import type { DeprecatedApi } from './deprecatedApi';
import { KUBERNETES_APIS } from './kubernetesApis';
import { PROJECT_APIS } from './projectApis';

const byApiVersion = new Map<string, DeprecatedApi[]>();
for (const api of [...KUBERNETES_APIS, ...PROJECT_APIS]) {
  const others = byApiVersion.get(api.apiVersion) ?? [];
  byApiVersion.set(api.apiVersion, [...others, api]);
}

/** What becomes of the API that an object is written in. @public */
export interface Deprecation {
  /** `Removed`: this version of Kubernetes doesn't serve it. `Deprecated`: it does, for now. */
  state: 'Removed' | 'Deprecated';
  /** The minor version of Kubernetes ("1.22"), or the release of another project ("Cluster API 1.11"). */
  deprecatedIn: string;
  /** The first minor version of Kubernetes without it, where one is set. */
  removedIn?: string;
  /** What to write instead: an `apiVersion`, followed by the kind where that changes too. */
  replacement?: string;
  /** Where this is said. */
  source: string;
}

/**
 * Whether the API of an object is deprecated in, or gone from, a version of Kubernetes.
 *
 * @param object - only its `apiVersion` and `kind` are read
 * @param kubernetesVersion - such as "1.36", "v1.36.1" or "v1.35.4-eks-1"; absent where nobody knows it: then only what
 *   was deprecated whatever the version is said
 * @returns undefined for an API that is fine there, and for one that Kubernetes doesn't define
 * @throws RangeError for a text that isn't a version of Kubernetes
 * @public
 */
export function deprecationOf(
  { apiVersion, kind }: { apiVersion: string; kind: string },
  kubernetesVersion: string | undefined,
): Deprecation | undefined {
  const now = kubernetesVersion && minorOf(kubernetesVersion);
  const api = byApiVersion
    .get(apiVersion)
    ?.find(({ kinds }) => kinds === undefined || kinds.includes(kind));
  if (!api) return undefined;
  const { deprecated, removed, replacement, source } = api;
  const since = minorIn(deprecated);
  if (since !== undefined && (!now || now < since)) return undefined;
  return {
    state: removed && now && now >= minorOf(removed) ? 'Removed' : 'Deprecated',
    deprecatedIn: deprecated,
    ...(removed && { removedIn: removed }),
    ...(replacement && { replacement }),
    source,
  };
}

const minors = new Map<string, number>();

/** The minor version as a number, 36 for "v1.36.1". All of Kubernetes is 1. Asked for with every object of a fleet. */
function minorOf(version: string): number {
  const known = minors.get(version);
  if (known !== undefined) return known;
  const minor = minorIn(version);
  if (minor === undefined) {
    throw new RangeError(
      `${JSON.stringify(
        version,
      )} isn't a version of Kubernetes, such as 1.36 or v1.36.1`,
    );
  }
  minors.set(version, minor);
  return minor;
}

function minorIn(version: string): number | undefined {
  const match = /^v?1\.(\d+)(?:\D.*)?$/.exec(version);
  return match ? Number(match[1]) : undefined;
}
