import { lt, satisfies, validRange } from 'semver';
import type { FleetFiles } from '../files';
import { isDnsLabel } from '../kinds/fields';
import { isInside } from '../load/layout';
import { loadFleet } from '../load/loadFleet';
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
import { renderCluster } from '../render/cluster';
import { withEdits } from '../render/fleetRender';
import { clustersReached } from '../render/reach';
import type { Change } from './change';
import { clusterFile, workspaceFile } from './newFiles';

/** The exact files of a change's pull request; null stands for a file that goes. @public */
export interface PlannedChange {
  /** Files that people own. */
  written: Map<string, string | null>;
  /** Generated files, below `rendered/`. Empty where there are errors. */
  rendered: Map<string, string | null>;
  /** What the change would break, and what of the clusters it reaches can't be rendered. */
  problems: Problem[];
}

/**
 * Plans a change: the files that people own, then what rendering makes of them. Only files that
 * differ from what is there are in the plan; the same files and change always give the same plan.
 *
 * @param files - every file of the repository, `rendered/` included
 * @public
 */
export function planChange(files: FleetFiles, change: Change): PlannedChange {
  const before = loadFleet(files);
  const edits = editsOf(files, before.fleet, change);
  const written = new Map(
    [...edits.written].filter(
      ([path, text]) => (files.get(path) ?? null) !== text,
    ),
  );
  if (hasErrors(edits.problems)) {
    return { written, rendered: new Map(), problems: edits.problems };
  }
  const after = withEdits(files, written);
  const loaded = loadFleet(after);
  const known = new Set(before.problems.map(formatProblem));
  const fresh = loaded.problems.filter(
    problem => !known.has(formatProblem(problem)),
  );
  const problems = [...edits.problems, ...fresh];
  if (!loaded.fleet) return { written, rendered: new Map(), problems };
  const rendering = renderReached(
    loaded.fleet,
    before.fleet,
    after,
    reachedBy(loaded.fleet, before.fleet, written),
  );
  const all = sortProblems([...problems, ...rendering.problems]);
  return {
    written,
    rendered: hasErrors(all) ? new Map() : rendering.rendered,
    problems: all,
  };
}

type Edits = { written: Map<string, string | null>; problems: Problem[] };

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
    return { written: new Map(), problems: [problemAt(path, start, message)] };
  }
  if (files.has(path)) {
    const problem = problemAt(
      path,
      start,
      `there is a ${word} ${name} already`,
      'Choose another name.',
    );
    return { written: new Map(), problems: [problem] };
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
  const none = { written: new Map<string, string | null>() };
  if (text === undefined) {
    return {
      ...none,
      problems: [
        problemAt(path, { line: 1, column: 1 }, `there is no cluster ${name}`),
      ],
    };
  }
  const { text: moved, problems } = editYaml(path, text, [
    { op: 'set', pointer: '/spec/model/name', value: model.name },
    { op: 'set', pointer: '/spec/model/version', value: model.version },
  ]);
  if (moved === undefined) return { ...none, problems };
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
  if (!cluster || !target || !range || !validRange(range)) return [];
  const from = cluster.spec.model;
  if (
    from.name !== to.name ||
    !lt(from.version, to.version) ||
    satisfies(from.version, range)
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

/** Clusters whose rendering a change can touch; a change of nothing renders everything anew. */
function reachedBy(
  fleet: FleetSources,
  before: FleetSources | undefined,
  written: ReadonlyMap<string, string | null>,
): string[] {
  const states = before ? [before, fleet] : [fleet];
  const reached =
    written.size > 0
      ? clustersReached(states, written.keys())
      : states.flatMap(state => [...state.clusters.keys()]);
  return [...new Set(reached)].sort(compareText);
}

function renderReached(
  fleet: FleetSources,
  before: FleetSources | undefined,
  files: FleetFiles,
  clusters: readonly string[],
): { rendered: Map<string, string | null>; problems: Problem[] } {
  const rendered = new Map<string, string | null>();
  const problems: Problem[] = [];
  const expected = new Map<string, string>();
  const done = new Set<string>();
  for (const name of clusters) {
    if (!fleet.files.has(`clusters/${name}/cluster.yaml`)) {
      done.add(name);
      continue;
    }
    // A file with errors of its own has them among the fleet's problems.
    if (!fleet.clusters.has(name)) continue;
    const result = renderCluster(fleet, name, files);
    problems.push(...newProblems(result.problems, before, name));
    if (!hasErrors(result.problems)) done.add(name);
    result.files.forEach((text, path) => expected.set(path, text));
  }
  for (const [path, text] of expected) {
    if (files.get(path) !== text) rendered.set(path, text);
  }
  for (const path of files.keys()) {
    const [room, cluster] = path.split('/');
    if (room === 'rendered' && done.has(cluster) && !expected.has(path))
      rendered.set(path, null);
  }
  return {
    rendered: new Map([...rendered].sort(([a], [b]) => compareText(a, b))),
    problems,
  };
}

/** Problems that a cluster didn't have before: one that was broken already must not stop the others. */
function newProblems(
  problems: readonly Problem[],
  before: FleetSources | undefined,
  name: string,
): Problem[] {
  if (!before || !hasErrors(problems) || !before.clusters.has(name))
    return [...problems];
  const known = new Set(
    renderCluster(before, name).problems.map(formatProblem),
  );
  return problems.filter(problem => !known.has(formatProblem(problem)));
}
