import {
  changeTitle,
  FleetFiles,
  planChange,
  renderAll,
} from '@flotilla/model';
import { SeedCommit, changedFiles } from '../seed';

/** What the real cluster is called in the sample fleet. */
export const REAL_CLUSTER = 'workstation';

const CREATE = {
  kind: 'CreateCluster',
  cluster: {
    name: REAL_CLUSTER,
    owner: 'group:default/platform',
    labels: { env: 'dev', region: 'local', site: 'office' },
    model: { name: 'base', version: '2.1.0' },
    provider: 'existing',
    variables: {},
  },
} as const;

/**
 * The commit that makes the real cluster one of the fleet.
 *
 * @param fleet - the files of its repository's main branch
 * @returns undefined where it is one already
 * @throws Error where the fleet can't take it
 */
export function realClusterCommit(fleet: FleetFiles): SeedCommit | undefined {
  if (fleet.has(`clusters/${REAL_CLUSTER}/cluster.yaml`)) return undefined;
  return {
    message: changeTitle(CREATE),
    author: 'ada',
    files: changedFiles(planChange(renderAll(fleet), CREATE)),
  };
}
