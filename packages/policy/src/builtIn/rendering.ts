import { formatProblem, renderFleet } from '@flotilla/model';
import type { Problem } from '@flotilla/model';
import type { Ruling } from '../ruling';
import type { Snapshot } from '../snapshot';
import type { Judged } from '../writtenPolicies';
import { builtInFinding } from './finding';

/**
 * Files that can't be understood and locks that are broken are denied, and `rendered/` is what
 * rendering gives, byte for byte. What was wrong on the base already and isn't touched is named
 * without being held against the change.
 */
export function rendersCleanly({ before, after }: Judged): Ruling[] {
  const rendering = after.fleet
    ? renderFleet(after.fleet, before.files)
    : { files: new Map<string, string>(), problems: [] };
  const errors = unique([...after.errors, ...rendering.problems]).filter(
    problem => problem.severity === 'error',
  );
  const known = errors.length > 0 ? knownProblems(before) : new Set<string>();
  return [
    ...errors.map(problem => problemRuling(problem, before, after, known)),
    // Without a fleet nothing renders: its own error says so, a list of every file wouldn't help.
    ...(after.fleet ? renderedRulings(rendering.files, before, after) : []),
  ];
}

function problemRuling(
  problem: Problem,
  before: Snapshot,
  after: Snapshot,
  known: ReadonlySet<string>,
): Ruling {
  const { path, line, message, remedy, rule } = problem;
  const untouched = before.files.get(path) === after.files.get(path);
  const lock = rule && `${rule.path}:${rule.line} ${rule.message}`;
  const finding = builtInFinding('files-are-valid', {
    path,
    line,
    message: lock ? `${message} (${lock})` : message,
    ...(remedy && { remediation: remedy }),
  });
  if (untouched && known.has(formatProblem(problem))) {
    finding.enforcementAction = 'warn';
  }
  return { kind: 'Violation', finding };
}

function knownProblems(before: Snapshot): Set<string> {
  const rendered = before.fleet ? renderFleet(before.fleet).problems : [];
  return new Set([...before.errors, ...rendered].map(formatProblem));
}

function renderedRulings(
  expected: ReadonlyMap<string, string>,
  before: Snapshot,
  after: Snapshot,
): Ruling[] {
  const present = [...after.files.keys()].filter(isRendered);
  const paths = [...new Set([...present, ...expected.keys()])].sort();
  const wrong = paths.filter(
    path => after.files.get(path) !== expected.get(path),
  );
  if (wrong.length === 0) return [];
  const untouched = wrong.filter(
    path => before.files.get(path) === after.files.get(path),
  );
  const stale =
    untouched.length > 0 ? staleOnBase(untouched, before) : new Set<string>();
  return wrong.map(path => {
    const finding = builtInFinding('rendered-is-generated', {
      path,
      message: expected.has(path)
        ? `${path} isn't what rendering gives`
        : `${path} isn't generated, or its cluster can't be rendered`,
      remediation: 'Run flotilla render and commit what it writes.',
    });
    if (stale.has(path)) finding.enforcementAction = 'warn';
    return { kind: 'Violation', finding };
  });
}

/** Those of the paths that were stale on the base too: a merge race, not this change. */
function staleOnBase(paths: string[], before: Snapshot): Set<string> {
  if (!before.fleet) return new Set();
  const { files } = renderFleet(before.fleet, before.files);
  return new Set(
    paths.filter(path => files.get(path) !== before.files.get(path)),
  );
}

function isRendered(path: string): boolean {
  return path.startsWith('rendered/');
}

function unique(problems: Problem[]): Problem[] {
  return [...new Map(problems.map(p => [formatProblem(p), p])).values()];
}
