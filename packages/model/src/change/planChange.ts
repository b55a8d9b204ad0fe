import { lt } from 'semver';
import type { FleetFiles } from '../files';
import { isDnsLabel } from '../kinds/fields';
import { isInside, placeOf } from '../load/layout';
import type { FleetSources } from '../load/sources';
import { versionKey } from '../load/sources';
import {
  compareText,
  formatProblem,
  hasErrors,
  sortProblems,
} from '../problems';
import type { Problem } from '../problems';
import { Complaints, ruleAt } from '../source/complaints';
import { problemAt } from '../source/document';
import { editYaml } from '../edit/editYaml';
import { mayMoveTo } from '../form/upgrades';
import { renderAgainInSteps } from '../render/fleetRender';
import type { FleetRender } from '../render/fleetRender';
import { atOnce } from '../steps';
import type { Steps } from '../steps';
import type { Change } from './change';
import { refused } from './edits';
import type { Edits } from './edits';
import { clusterFile, workspaceFile } from './newFiles';
import { removalEdits } from './removalEdits';

/** The exact files of a change's pull request; null stands for a file that goes. @public */
export interface PlannedChange {
  /** Files that people own. */
  written: Map<string, string | null>;
  /** Generated files, below `rendered/`. Empty where there are errors. */
  rendered: Map<string, string | null>;
  /** What the change would break, and what of the clusters it reaches can't be rendered. */
  problems: Problem[];
  /** The fleet with what is written; its `files` have `rendered/` as it was. */
  head: FleetRender;
}

/**
 * Plans a change: the files that people own, then what rendering makes of them. Only files that
 * differ from what is there are in the plan; the same files and change always give the same plan.
 * Only clusters that the change reaches are rendered.
 *
 * @param base - every file of the repository, `rendered/` included, rendered
 * @public
 */
export function planChange(base: FleetRender, change: Change): PlannedChange {
  return atOnce(planChangeInSteps(base, change));
}

/** {@link planChange}, a cluster at a time. @public */
export function* planChangeInSteps(
  base: FleetRender,
  change: Change,
): Steps<PlannedChange> {
  const { files } = base;
  const edits = editsOf(files, base.fleet, change);
  const written = new Map(
    [...edits.written].filter(
      ([path, text]) => (files.get(path) ?? null) !== text,
    ),
  );
  const head = yield* renderAgainInSteps(base, written);
  if (hasErrors(edits.problems)) {
    return { written, rendered: new Map(), problems: edits.problems, head };
  }
  const reached = reachedBy(base, head, written);
  const problems = sortProblems([
    ...edits.problems,
    ...withoutKnown(loadingProblems(head), loadingProblems(base)),
    ...reached.flatMap(name => freshProblems(base, head, name)),
  ]);
  return {
    written,
    rendered: hasErrors(problems)
      ? new Map()
      : renderedEdits(head, new Set(reached)),
    problems,
    head,
  };
}

function editsOf(
  files: FleetFiles,
  fleet: FleetSources | undefined,
  change: Change,
): Edits {
  switch (change.kind) {
    case 'CreateCluster': {
      const path = `clusters/${change.cluster.name}/cluster.yaml`;
      return newFile(files, 'cluster', change.cluster.name, path, () =>
        clusterFile(change.cluster),
      );
    }
    case 'CreateWorkspace': {
      const path = `workspaces/${change.workspace.name}.yaml`;
      return newFile(files, 'workspace', change.workspace.name, path, () =>
        workspaceFile(change.workspace),
      );
    }
    case 'UpgradeCluster':
      return upgrade(files, fleet, change);
    case 'RemoveCluster':
      return removalEdits(files, fleet, change);
    default:
      return ownEdits(change.files);
  }
}

function newFile(
  files: FleetFiles,
  word: string,
  name: string,
  path: string,
  text: () => string,
): Edits {
  const start = { line: 1, column: 1 };
  if (!isDnsLabel(name)) {
    const message = `${JSON.stringify(
      name,
    )} isn't a DNS-1123 name: lower-case letters, digits and "-", at most 63`;
    return refused(problemAt(path, start, message));
  }
  if (files.has(path)) {
    return refused(
      problemAt(
        path,
        start,
        `there is a ${word} ${name} already`,
        'Choose another name.',
      ),
    );
  }
  return { written: new Map([[path, text()]]), problems: [] };
}

function upgrade(
  files: FleetFiles,
  fleet: FleetSources | undefined,
  { cluster: name, model }: Extract<Change, { kind: 'UpgradeCluster' }>,
): Edits {
  const path = `clusters/${name}/cluster.yaml`;
  const text = files.get(path);
  if (text === undefined) {
    return refused(
      problemAt(path, { line: 1, column: 1 }, `there is no cluster ${name}`),
    );
  }
  const { text: moved, problems } = editYaml(path, text, [
    { op: 'set', pointer: '/spec/model/name', value: model.name },
    { op: 'set', pointer: '/spec/model/version', value: model.version },
  ]);
  if (moved === undefined) return { written: new Map(), problems };
  return {
    written: new Map([[path, moved]]),
    problems: upgradeProblems(fleet, name, model),
  };
}

/** `upgrades.from` of the version moved to; a move back isn't bound by it. */
function upgradeProblems(
  fleet: FleetSources | undefined,
  name: string,
  to: { name: string; version: string },
): Problem[] {
  const cluster = fleet?.clusters.get(name);
  const target = fleet?.models.get(versionKey(to));
  const range = target?.spec.upgrades?.from;
  if (!fleet || !cluster || !target) return [];
  const from = cluster.spec.model;
  const versions = { from: from.version, to: to.version };
  if (
    from.name !== to.name ||
    !lt(from.version, to.version) ||
    mayMoveTo(fleet, to.name, versions)
  )
    return [];
  const complaints = new Complaints(cluster.source);
  complaints.add(
    '/spec/model',
    `${name} can't move from ${from.name} ${from.version} to ${to.version} directly`,
    {
      rule: ruleAt(
        target.source,
        '/spec/upgrades/from',
        `takes clusters from ${range}.`,
      ),
      remedy: 'Move to a version in between first.',
    },
  );
  return complaints.problems;
}

function ownEdits(
  edits: readonly { path: string; content: string | null }[],
): Edits {
  const written = new Map<string, string | null>();
  const problems: Problem[] = [];
  for (const { path, content } of edits) {
    const start = { line: 1, column: 1 };
    if (!isInside(path)) {
      problems.push(problemAt(path, start, 'the path leaves the repository'));
    } else if (path.startsWith('rendered/')) {
      problems.push(
        problemAt(
          path,
          start,
          "files below rendered/ aren't edited",
          'Change what they are rendered from.',
        ),
      );
    } else if (path.split('/').includes('.git')) {
      problems.push(problemAt(path, start, ".git isn't part of the fleet"));
    } else {
      written.set(path, content);
    }
  }
  return { written, problems };
}

/** Clusters that were rendered anew, or are gone; a change of nothing is about all of them. */
function reachedBy(
  base: FleetRender,
  head: FleetRender,
  written: ReadonlyMap<string, string | null>,
): string[] {
  if (head === base) return [...base.clusters.keys()];
  const gone = [...written].flatMap(([path, text]) => {
    const place = text === null ? placeOf(path) : undefined;
    return place?.kind === 'Cluster' ? place.name ?? [] : [];
  });
  const anew = [...head.clusters.keys()].filter(
    name => head.clusters.get(name) !== base.clusters.get(name),
  );
  return [...gone, ...anew].sort(compareText);
}

function renderedEdits(
  { files, clusters }: FleetRender,
  reached: ReadonlySet<string>,
): Map<string, string | null> {
  const rendered: [string, string | null][] = [];
  for (const name of reached) {
    for (const [path, text] of clusters.get(name)?.files ?? []) {
      if (files.get(path) !== text) rendered.push([path, text]);
    }
  }
  for (const path of files.keys()) {
    if (!path.startsWith('rendered/')) continue;
    const [, name] = path.split('/');
    const cluster = clusters.get(name);
    const isLeft =
      reached.has(name) &&
      !cluster?.files.has(path) &&
      // What can't be rendered stays as it was.
      !hasErrors(cluster?.problems ?? []);
    if (isLeft) rendered.push([path, null]);
  }
  return new Map(rendered.sort(([a], [b]) => compareText(a, b)));
}

/** Problems that a cluster didn't have before: one that was broken already must not stop the others. */
function freshProblems(
  base: FleetRender,
  head: FleetRender,
  name: string,
): readonly Problem[] {
  const { problems } = head.clusters.get(name) ?? { problems: [] };
  return hasErrors(problems)
    ? withoutKnown(problems, base.clusters.get(name)?.problems ?? [])
    : problems;
}

function loadingProblems({ fleet, problems }: FleetRender): Problem[] {
  return fleet?.problems ?? problems;
}

function withoutKnown(
  problems: readonly Problem[],
  known: readonly Problem[],
): Problem[] {
  const texts = new Set(known.map(formatProblem));
  return problems.filter(problem => !texts.has(formatProblem(problem)));
}
