import type { KubeObject } from '@flotilla/drift';
import { CLUSTER_LABEL, PART_ANNOTATION } from '../../labels';
import { API_VERSION, ARGOCD_NAMESPACE, FLEET, IN_CLUSTER } from './names';

/** Something that Argo CD keeps as Git has it. */
export interface Application {
  name: string;
  project?: string;
  source: Record<string, unknown>;
  /** A registered cluster, by name; absent: the one that Argo CD runs in. */
  destination?: { name?: string; namespace?: string };
  /** The part that it applies, and of which cluster. */
  part?: string;
  cluster?: string;
  wave?: number;
  ignoreDifferences?: readonly Record<string, unknown>[];
  /** Whether nobody else makes the namespace that it goes to. */
  makesNamespace?: boolean;
  /** Whether its objects go when it does. */
  takesAlong: boolean;
}

const WAVE = 'argocd.argoproj.io/sync-wave';
const TAKES_ALONG = 'resources-finalizer.argocd.argoproj.io';

export function application(given: Application): KubeObject {
  const { name, project = FLEET, source, part, cluster, wave } = given;
  const { ignoreDifferences = [], takesAlong } = given;
  const annotations = {
    ...(part && { [PART_ANNOTATION]: part }),
    ...(wave !== undefined && { [WAVE]: String(wave) }),
  };
  return {
    apiVersion: API_VERSION,
    kind: 'Application',
    metadata: {
      name,
      namespace: ARGOCD_NAMESPACE,
      ...(cluster && { labels: { [CLUSTER_LABEL]: cluster } }),
      ...(Object.keys(annotations).length > 0 && { annotations }),
      ...(takesAlong && { finalizers: [TAKES_ALONG] }),
    },
    spec: {
      project,
      source,
      destination: destinationOf(given.destination),
      ...(ignoreDifferences.length > 0 && { ignoreDifferences }),
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        syncOptions: [
          'ServerSideApply=true',
          ...(given.makesNamespace ? ['CreateNamespace=true'] : []),
          ...(ignoreDifferences.length > 0
            ? ['RespectIgnoreDifferences=true']
            : []),
        ],
        // Until what it needs is there; then every change is tried afresh.
        retry: {
          limit: -1,
          backoff: { duration: '15s', factor: 2, maxDuration: '3m' },
        },
      },
    },
  };
}

function destinationOf({
  name,
  namespace,
}: NonNullable<Application['destination']> = {}): Record<string, string> {
  return {
    ...(name ? { name } : { server: IN_CLUSTER }),
    ...(namespace && { namespace }),
  };
}
