import { editYaml } from '../edit/editYaml';
import type { YamlEdit } from '../edit/YamlEdit';
import type { FleetFiles } from '../files';
import type { FleetSources } from '../load/sources';
import { removalOf } from '../render/removalOf';
import { problemAt } from '../source/document';
import type { Change } from './change';
import { refused } from './edits';
import type { Edits } from './edits';

/** The cluster's file at a step of its removal, or without it when the steps are over. */
export function removalEdits(
  files: FleetFiles,
  fleet: FleetSources | undefined,
  { cluster, step }: Extract<Change, { kind: 'RemoveCluster' }>,
): Edits {
  const path = `clusters/${cluster}/cluster.yaml`;
  const text = files.get(path);
  const refuse = (message: string, remedy?: string) =>
    refused(problemAt(path, { line: 1, column: 1 }, message, remedy));
  if (text === undefined) return refuse(`there is no cluster ${cluster}`);
  const removal = fleet && removalOf(fleet, cluster);
  if (!removal) {
    return refuse(
      `${cluster} can't be composed, so nobody can tell in which order its parts leave`,
      'Mend what flotilla validate finds first.',
    );
  }
  if (step > removal.step + 1) {
    return refuse(
      `${cluster} is at step ${removal.step} of its removal: step ${
        removal.step + 1
      } comes next`,
    );
  }
  if (step <= removal.step) return { written: new Map(), problems: [] };
  if (step > removal.steps.length) {
    const named = withoutName(files, fleet, cluster);
    return { ...named, written: new Map([[path, null], ...named.written]) };
  }
  const edited = editYaml(path, text, [editFor(step)]);
  return edited.text === undefined
    ? { written: new Map(), problems: edited.problems }
    : { written: new Map([[path, edited.text]]), problems: [] };
}

/** Workspaces that name the cluster, without its name. */
function withoutName(
  files: FleetFiles,
  fleet: FleetSources,
  cluster: string,
): Edits {
  const edits: Edits = { written: new Map(), problems: [] };
  for (const { spec, source } of fleet.workspaces.values()) {
    const { clusters } = spec;
    const names = clusters && 'names' in clusters ? clusters.names : [];
    const at = names.indexOf(cluster);
    if (at < 0) continue;
    const pointer = `/spec/clusters/names/${at}`;
    const text = files.get(source.path) ?? '';
    const edited = editYaml(source.path, text, [{ op: 'remove', pointer }]);
    edits.problems.push(...edited.problems);
    if (edited.text !== undefined) edits.written.set(source.path, edited.text);
  }
  return edits;
}

function editFor(step: number): YamlEdit {
  return step === 1
    ? { op: 'set', pointer: '/spec/lifecycle', value: 'Decommissioning' }
    : { op: 'set', pointer: '/spec/removal/step', value: step };
}
