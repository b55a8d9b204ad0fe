import type { SyncStatus } from '@flotilla/backstage-plugin-flotilla-common';

/** Where a cluster's own Flux keeps its objects. */
const FLUX_NAMESPACE = 'flux-system';
/** The Kustomization that applies all others. */
const FLUX_ROOT = 'fleet';

/** What to type, against the cluster, to set a suspended engine going again. */
export function resumeCommands(sync: SyncStatus): string[] {
  if (!sync.suspended || sync.engine !== 'Flux') return [];
  const areAll =
    sync.stages.length > 1 &&
    sync.stages.every(({ state }) => state === 'Suspended');
  if (areAll) {
    return [`flux resume kustomization --all --namespace ${FLUX_NAMESPACE}`];
  }
  const suspended = sync.stages
    .filter(stage => stage.state === 'Suspended')
    .map(stage => stage.name);
  const names = suspended.length > 0 ? suspended : [FLUX_ROOT];
  return names.map(
    name => `flux resume kustomization ${name} --namespace ${FLUX_NAMESPACE}`,
  );
}
