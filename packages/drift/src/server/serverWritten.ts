import { ObjectRef } from '../object';
import { formatFieldPath } from '../path/fieldPath';
import { Step } from '../path/step';
import { OBJECT_RULES } from './objectRules';
import { POD_RULES } from './podRules';
import { ServerRules, Surroundings, Written } from './ServerRule';
import { WORKLOAD_RULES } from './workloadRules';

const PODS = [
  '.spec.template.spec',
  '.spec.jobTemplate.spec.template.spec',
  '.spec',
  '.template.spec',
];
const CONTAINERS = ['containers', 'initContainers', 'ephemeralContainers'];

interface PathRule {
  kinds: ServerRules['kinds'];
  written: Written;
  reason: string;
}

const RULES = new Map<string, PathRule[]>();
for (const { kinds, fields, reason } of [
  ...POD_RULES,
  ...WORKLOAD_RULES,
  ...OBJECT_RULES,
]) {
  for (const [at, written] of Object.entries(fields)) {
    for (const path of pathsOf(at)) {
      const known = RULES.get(path) ?? [];
      RULES.set(path, [...known, { kinds, written, reason }]);
    }
  }
}

function pathsOf(at: string): string[] {
  if (at.startsWith('pod.')) {
    return PODS.map(pod => `${pod}${at.slice('pod'.length)}`);
  }
  if (!at.startsWith('container.')) return [at];
  const rest = at.slice('container'.length);
  return PODS.flatMap(pod => CONTAINERS.map(list => `${pod}.${list}[]${rest}`));
}

/**
 * Why a value in a field of a kind that Kubernetes itself has is the server's
 * own doing, whoever owns it.
 *
 * @returns undefined when somebody else must have written it
 */
export function serverWrote(
  ref: ObjectRef,
  steps: readonly Step[],
  value: unknown,
  around: Surroundings,
): string | undefined {
  const kind = `${ref.group}/${ref.kind}`;
  return RULES.get(withAnyItem(steps))?.find(
    rule =>
      (!rule.kinds || rule.kinds.includes(kind)) &&
      isWritten(rule.written, value, around),
  )?.reason;
}

/** The path with `[]` for every list item. */
function withAnyItem(steps: readonly Step[]): string {
  return steps
    .map(step => (step.kind === 'field' ? formatFieldPath([step]) : '[]'))
    .join('');
}

function isWritten(
  written: Written,
  value: unknown,
  around: Surroundings,
): boolean {
  return typeof written === 'function'
    ? written(value, around)
    : written.includes(value);
}
