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
    return { written: new Map([[path, null]]), problems: [] };
  }
  const isBegun = fleet?.clusters.get(cluster)?.spec.removal !== undefined;
  const edited = editYaml(path, text, [editFor(step, isBegun)]);
  return edited.text === undefined
    ? { written: new Map(), problems: edited.problems }
    : { written: new Map([[path, edited.text]]), problems: [] };
}

function editFor(step: number, isBegun: boolean): YamlEdit {
  if (step === 1) {
    return { op: 'set', pointer: '/spec/lifecycle', value: 'Decommissioning' };
  }
  return isBegun
    ? { op: 'set', pointer: '/spec/removal/step', value: step }
    : { op: 'set', pointer: '/spec/removal', value: { step } };
}
