import { formatProblem, hasErrors } from '@flotilla/model';
import type { Problem, Steps } from '@flotilla/model';
import { onlyEnds } from '../ended';
import { textAfter } from '../proposal';
import type { Proposal } from '../proposal';
import type { Ruling } from '../ruling';
import type { Snapshot } from '../snapshot';
import { expectedText, stalePaths } from '../staleness';
import type { Judged } from '../writtenPolicies';
import { movedPlaces } from './clusterLife';
import { builtInFinding } from './finding';

/**
 * Files that can't be understood and locks that are broken are denied, and `rendered/` is what
 * rendering gives, byte for byte. What was wrong on the base already and isn't touched is named
 * without being held against the change.
 */
export function* rendersCleanly(proposal: Judged): Steps<Ruling[]> {
  const { before, after } = proposal;
  const told = placesTold(proposal);
  const errors = unique(problemsOf(after)).filter(
    ({ severity, path, line }) =>
      severity === 'error' && !told.has(`${path}:${line}`),
  );
  const known = new Set(
    errors.length > 0 ? problemsOf(before).map(formatProblem) : [],
  );
  return [
    ...errors.map(problem => problemRuling(problem, proposal, known)),
    // Without a fleet nothing renders: its own error says so, a list of every file wouldn't help.
    ...(after.fleet ? yield* renderedRulings(proposal) : []),
  ];
}

/** Lines of which a rule of its own says that they can't be: what rendering makes of them isn't told as well. */
function placesTold({ changes }: Judged): Set<string> {
  return new Set(
    movedPlaces(changes).map(({ change, line }) => `${change.path}:${line}`),
  );
}

function problemsOf({ errors, render }: Snapshot): Problem[] {
  return [...errors, ...render.problems];
}

function problemRuling(
  problem: Problem,
  { edits }: Proposal,
  known: ReadonlySet<string>,
): Ruling {
  const { path, line, message, remedy, rule } = problem;
  const lock = rule && `${rule.path}:${rule.line} ${rule.message}`;
  const finding = builtInFinding('files-are-valid', {
    path,
    line,
    message: lock ? `${message} (${lock})` : message,
    ...(remedy && { remediation: remedy }),
  });
  if (!edits.has(path) && known.has(formatProblem(problem))) {
    finding.enforcementAction = 'warn';
  }
  return { kind: 'Violation', finding };
}

/** How many paths are looked at before others are answered. */
const MANY = 5000;

function* renderedRulings(proposal: Proposal): Steps<Ruling[]> {
  const { before, after, edits } = proposal;
  const stale = stalePaths(before);
  yield;
  const paths = [...pathsToHold(proposal, stale)];
  const wrong: string[] = [];
  for (const [i, path] of paths.entries()) {
    if (isWrong(proposal, path)) wrong.push(path);
    if (i % MANY === 0) yield;
  }
  return wrong.sort().map(path => {
    const finding = builtInFinding('rendered-is-generated', {
      path,
      message:
        expectedText(after, path) === undefined
          ? `${path} isn't generated, or its cluster can't be rendered`
          : `${path} isn't what rendering gives`,
      remediation: 'Run flotilla render and commit what it writes.',
    });
    // A merge race left it so, not this change.
    if (before.fleet && !edits.has(path) && stale.has(path)) {
      finding.enforcementAction = 'warn';
    }
    return { kind: 'Violation', finding };
  });
}

function isWrong(proposal: Proposal, path: string): boolean {
  return (
    takenFromTheLost(proposal, path) ||
    (textAfter(proposal, path) !== expectedText(proposal.after, path) &&
      !onlyEnds(proposal, path))
  );
}

/** What stands of a cluster that can't be rendered stays: its engine would take away whatever is gone. */
function takenFromTheLost({ after, edits }: Proposal, path: string): boolean {
  return edits.get(path) === null && isLost(after, path.split('/')[1]);
}

/** Whether a cluster is there and can't be rendered; one whose own file can't be read isn't among the rendered. */
function isLost({ render, errors }: Snapshot, name: string): boolean {
  const own = `clusters/${name}/cluster.yaml`;
  const stands =
    render.files.has(own) || errors.some(({ path }) => path === own);
  const cluster = render.clusters.get(name);
  return stands && (!cluster || hasErrors(cluster.problems));
}

/** Paths below `rendered/` that may be wrong: of all others, neither the text nor what it should be has changed. */
function pathsToHold(
  { before, after, edits }: Proposal,
  stale: ReadonlySet<string>,
): Set<string> {
  const paths = new Set(stale);
  for (const path of edits.keys()) {
    if (path.startsWith('rendered/')) paths.add(path);
  }
  const [was, is] = [before.render.clusters, after.render.clusters];
  for (const name of new Set([...was.keys(), ...is.keys()])) {
    if (was.get(name) === is.get(name)) continue;
    for (const state of [was, is]) {
      for (const path of state.get(name)?.files.keys() ?? []) paths.add(path);
    }
  }
  return paths;
}

function unique(problems: Problem[]): Problem[] {
  return [...new Map(problems.map(p => [formatProblem(p), p])).values()];
}
