import { KubeObject } from '@flotilla/drift';
import { json } from '../json';
import type { DigestAt } from './Engine';
import { FluxStatus, commitOf, fluxStatus } from './fluxStatus';
import { Stage, stagesOf } from './stages';

/** A Kustomization that applies a part. */
export interface FluxStage extends Stage {
  status: FluxStatus;
  /** The digest of the part at a revision, if it is remembered. */
  digestAt(revision: string | undefined): string | undefined;
}

export function kustomizationStages(
  kustomizations: readonly KubeObject[],
  ownCluster: string,
  digestOf: DigestAt,
): FluxStage[] {
  const folderOf = ({ path }: Record<string, unknown>) => json.text(path);
  return stagesOf(kustomizations, ownCluster, folderOf).map(stage => {
    const { object, cluster, part } = stage;
    const digestAt = (revision: string | undefined) => {
      const commit = commitOf(revision);
      return commit && digestOf(commit, { cluster, name: part });
    };
    return { ...stage, status: fluxStatus(object, digestAt), digestAt };
  });
}
