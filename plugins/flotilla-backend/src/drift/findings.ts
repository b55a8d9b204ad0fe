import type {
  DriftedResource,
  FieldDrift,
  ObjectRef,
} from '@flotilla/backstage-plugin-flotilla-common';

/** How much a difference matters. */
export type Severity = FieldDrift['severity'];

/** One object that differs from Git. */
export interface DriftFinding {
  key: string;
  ref: ObjectRef;
  part: string;
  state: DriftedResource['state'];
  severity: Severity;
  reason?: string;
  /** Why the comparison knew less than the cluster could tell. */
  degraded?: string;
  since?: string;
  fields: readonly FieldDrift[];
  /** Counts those too that were cut from `fields`. */
  totalFields: number;
}

const RANK: Record<Severity, number> = {
  low: 0,
  medium: 1,
  high: 2,
  critical: 3,
};

/** Worst first, then by name. */
export function worstFirst(findings: readonly DriftFinding[]): DriftFinding[] {
  return [...findings].sort(
    (a, b) => RANK[b.severity] - RANK[a.severity] || (a.key < b.key ? -1 : 1),
  );
}

export function worstSeverity(
  findings: readonly DriftFinding[],
): Severity | undefined {
  return worstFirst(findings)[0]?.severity;
}

/** `Deployment payments/api`. */
export function objectTitle(ref: ObjectRef): string {
  return `${ref.kind} ${ref.namespace ? `${ref.namespace}/` : ''}${ref.name}`;
}

/** What happened to an object, in a few words: `image changed by kubectl-edit`. */
export function findingTitle(finding: DriftFinding): string {
  const title = objectTitle(finding.ref);
  switch (finding.state) {
    case 'Missing':
      return `${title} is missing`;
    case 'Orphaned':
      return `${title} is no longer in Git`;
    case 'Unmanaged':
      return `${title} added${by(finding.fields[0])}`;
    default: {
      const worst = [...finding.fields].sort(
        (a, b) => RANK[b.severity] - RANK[a.severity],
      )[0];
      return worst ? fieldTitle(worst) : `${title} differs`;
    }
  }
}

const VERB = { add: 'added', replace: 'changed', remove: 'removed' } as const;

function fieldTitle(field: FieldDrift): string {
  return `${fieldName(field.fieldPath)} ${VERB[field.op]}${by(field)}`;
}

function by(field: FieldDrift | undefined): string {
  return field?.manager ? ` by ${field.manager.name}` : '';
}

/** The last name of a path: `.spec.containers[name="app"].image` is `image`. */
export function fieldName(fieldPath: string): string {
  const label = /\.metadata\.(label|annotation)s(?:\.|\[")(.+?)"?\]?$/.exec(
    fieldPath,
  );
  if (label) {
    return `${label[1]} ${label[2]}`;
  }
  const named = /([^.[\]"]+)(?:\[[^\]]*\])?$/.exec(fieldPath);
  return named?.[1] ?? fieldPath;
}
