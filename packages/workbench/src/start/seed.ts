import {
  changeTitle,
  FleetFiles,
  formatProblem,
  hasErrors,
  planChange,
  renderAll,
} from '@flotilla/model';

/** The upgrade that is under way when somebody first looks. */
export const UPGRADING = { cluster: 'prod-us-2', from: '1.4.0', to: '1.5.0' };

/** A commit of the sample fleet's history: what differs, and who did it. */
export interface SeedCommit {
  message: string;
  author: string;
  files: Map<string, string | null>;
}

/**
 * The sample fleet as it was before its last upgrade, and the commit that upgrades one cluster: the demo begins with
 * the first and merges the second once the clusters are up.
 *
 * @throws Error when the sample fleet can't be rendered
 */
export function seedHistory(fleet: FleetFiles): {
  first: FleetFiles;
  upgrade: SeedCommit;
} {
  const { cluster, from, to } = UPGRADING;
  const path = `clusters/${cluster}/cluster.yaml`;
  const text = fleet.get(path);
  if (!text?.includes(to)) {
    throw new Error(`The sample fleet has no ${path} on model version ${to}`);
  }
  const first = new Map(fleet);
  apply(first, {
    kind: 'EditFiles',
    title: `Before ${cluster} moved to ${to}`,
    files: [{ path, content: text.replace(to, from) }],
  });
  const upgrade = {
    kind: 'UpgradeCluster',
    cluster,
    model: { name: 'standard', version: to },
  } as const;
  return {
    first,
    upgrade: {
      message: changeTitle(upgrade),
      author: 'margaret',
      files: apply(new Map(first), upgrade),
    },
  };
}

/**
 * What a planned change writes: the files of people, and what is rendered of them.
 *
 * @throws Error when it can't be rendered
 */
export function changedFiles({
  written,
  rendered,
  problems,
}: ReturnType<typeof planChange>): Map<string, string | null> {
  if (hasErrors(problems)) {
    throw new Error(problems.map(formatProblem).join('\n'));
  }
  return new Map([...written, ...rendered]);
}

/** Makes a change in the files, and tells which they are. */
function apply(
  files: Map<string, string>,
  change: Parameters<typeof planChange>[1],
): Map<string, string | null> {
  const changes = changedFiles(planChange(renderAll(files), change));
  for (const [path, text] of changes) {
    if (text === null) {
      files.delete(path);
    } else {
      files.set(path, text);
    }
  }
  return changes;
}
