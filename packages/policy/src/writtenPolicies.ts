import type { Policy, Steps } from '@flotilla/model';
import type { EntityChange } from './changedEntities';
import { evaluate } from './evaluate';
import { matches } from './matching';
import { renderedChanges } from './renderedChanges';
import type { RenderedChange } from './renderedChanges';
import type { Proposal } from './proposal';
import type { Ruling } from './ruling';
import type { PolicyFinding } from './verdict';

/** What rules are judged on. */
export interface Judged extends Proposal {
  changes: EntityChange[];
  /** Roles that all who act have. */
  roles: readonly string[];
}

type AnyChange = EntityChange | RenderedChange;

/** What the policies of the base say: those of the head don't count, or a change could switch one off. */
export function* judgeWrittenPolicies(judged: Judged): Steps<Ruling[]> {
  const policies = judged.before.fleet?.policies.values() ?? [];
  const objects = once(() => renderedChanges(judged));
  const rulings: Ruling[] = [];
  for (const policy of policies) {
    rulings.push(...(yield* judgePolicy(policy, judged, objects)));
  }
  return rulings;
}

/** Takes the steps when somebody first wants what they give. */
function once<T>(begin: () => Steps<T>): () => Steps<T> {
  let made: { of: T } | undefined;
  return function* steps() {
    made ??= { of: yield* begin() };
    return made.of;
  };
}

/** How many changes a policy is held against before others are answered. */
const MANY = 100;

function* judgePolicy(
  policy: Policy,
  judged: Judged,
  objects: () => Steps<RenderedChange[]>,
): Steps<Ruling[]> {
  const excluded = policy.spec.exclude?.roles ?? [];
  if (excluded.some(role => judged.roles.includes(role))) return [];
  try {
    const changes =
      policy.spec.on === 'Rendered' ? yield* objects() : judged.changes;
    const rulings: Ruling[] = [];
    for (const [i, change] of changes.entries()) {
      if (matches(policy, change, judged)) {
        rulings.push(...rule(policy, change));
      }
      if (i % MANY === MANY - 1) yield;
    }
    return rulings;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const finding = findingOf(
      policy,
      { path: 'rendered', fields: [] },
      `rendered objects can't be read: ${reason}`,
    );
    return [{ kind: 'Unjudged', finding }];
  }
}

function rule(policy: Policy, change: AnyChange): Ruling[] {
  const broken = (policy.spec.validations ?? []).flatMap(validation =>
    validate(policy, validation, change),
  );
  const wanted = (policy.spec.require?.approvals ?? []).map(
    ({ role, count = 1 }): Ruling => ({
      kind: 'Approval',
      role,
      count,
      finding: findingOf(policy, change, policy.spec.description),
    }),
  );
  // What is matched is what is forbidden, unless the policy says what must hold or who may approve.
  const flat = !policy.spec.validations && wanted.length === 0;
  return flat
    ? [
        {
          kind: 'Violation',
          finding: findingOf(policy, change, policy.spec.description),
        },
      ]
    : [...broken, ...wanted];
}

function validate(
  policy: Policy,
  { expression, message }: { expression: string; message?: string },
  change: AnyChange,
): Ruling[] {
  if (change.operation !== 'DELETE' && !change.after) {
    const finding = findingOf(policy, change, "the file can't be read");
    return [{ kind: 'Unjudged', finding }];
  }
  const result = evaluate(expression, {
    object: change.after,
    oldObject: change.before,
  });
  if ('unknown' in result) {
    const finding = findingOf(
      policy,
      change,
      `a rule of ${policy.metadata.name} can't be judged: ${result.unknown}`,
    );
    return [{ kind: 'Unjudged', finding }];
  }
  if (result.holds) return [];
  const finding = findingOf(
    policy,
    change,
    message ?? policy.spec.description,
    fieldsRead(expression),
  );
  return [{ kind: 'Violation', finding }];
}

/** Pointers to the fields of `object` that an expression names, so that a finding points at one of them. */
function fieldsRead(expression: string): string[] {
  const paths = expression.matchAll(/\bobject((?:\.[A-Za-z_]\w*)+)/g);
  return [...paths].map(([, path]) => path.replace(/\./g, '/'));
}

function findingOf(
  policy: Policy,
  change: Pick<AnyChange, 'path' | 'fields' | 'source'>,
  message: string,
  wanted = policy.spec.match?.fields ?? [],
): PolicyFinding {
  const field = change.fields.find(
    pointer =>
      wanted.includes(pointer) || wanted.some(w => pointer.startsWith(`${w}/`)),
  );
  return {
    policy: policy.metadata.name,
    path: change.path,
    ...(change.source && { line: change.source.positionOf(field ?? '').line }),
    severity: policy.spec.severity ?? 'medium',
    enforcementAction: policy.spec.enforcementAction ?? 'deny',
    message,
    ...(policy.spec.remediation && { remediation: policy.spec.remediation }),
    ...(field && { field }),
  };
}
