import { deprecationOf } from './deprecationOf';
import { KUBERNETES_APIS } from './kubernetesApis';

/**
 * The built-in APIs that took the place of those which a version of Kubernetes no longer serves: `batch/v1` and
 * `batch/v1/CronJob`. Charts ask for them by `.Capabilities.APIVersions`, and helm knows few of them without a cluster.
 *
 * @param kubernetesVersion - such as "1.36" or "v1.36.1"
 * @returns in order, each once, as helm's `--api-versions` takes them
 * @throws RangeError for a text that isn't a version of Kubernetes
 * @public
 */
export function replacementApis(kubernetesVersion: string): string[] {
  const apis = KUBERNETES_APIS.flatMap(
    ({ apiVersion, kinds = [], replacement }) =>
      kinds.flatMap(kind => {
        const state = deprecationOf({ apiVersion, kind }, kubernetesVersion);
        if (state?.state !== 'Removed' || !replacement) return [];
        const [inPlace, renamed = kind] = replacement.split(' ');
        // No cluster serves alpha and beta versions unless somebody turns them on.
        if (/alpha|beta/.test(inPlace)) return [];
        return [inPlace, `${inPlace}/${renamed}`];
      }),
  );
  return [...new Set(apis)].sort();
}
