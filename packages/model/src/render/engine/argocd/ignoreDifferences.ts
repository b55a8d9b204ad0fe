import { groupOf } from '@flotilla/drift';
import type { IgnoreRule, KubeObject, Step } from '@flotilla/drift';
import type { AppliedPart } from '../Engine';
import { aimsAt, lastingRules, stepsOf } from '../ignoreRules';

/**
 * What Argo CD leaves alone in a part. It knows no patterns for names, so a rule becomes an entry for
 * each object that it aims at.
 */
export function ignoreDifferences({
  ignore,
  objects,
}: AppliedPart): Record<string, unknown>[] {
  return lastingRules(ignore)
    .filter(isExpressible)
    .flatMap(rule =>
      objects.filter(object => aimsAt(rule, object)).map(entryOf(rule)),
    );
}

/** Argo CD can't say "this field, while that manager owns it". */
function isExpressible({ paths, fieldPaths, managers }: IgnoreRule): boolean {
  return !(managers && (paths || fieldPaths));
}

function entryOf({ paths, fieldPaths, managers }: IgnoreRule) {
  const expressions = fieldPaths?.flatMap(path => {
    const steps = stepsOf(path);
    return steps ? [jqPath(steps)] : [];
  });
  return (object: KubeObject): Record<string, unknown> => ({
    group: groupOf(object),
    kind: object.kind,
    name: object.metadata.name,
    ...(object.metadata.namespace && { namespace: object.metadata.namespace }),
    ...(paths && { jsonPointers: paths }),
    ...(expressions && { jqPathExpressions: expressions }),
    ...(managers && { managedFieldsManagers: managers }),
  });
}

/** A field path as jq writes it: `.spec.containers[] | select(.name == "app") | .image`. */
export function jqPath(steps: readonly Step[]): string {
  let path = '';
  let isAfterFilter = false;
  for (const step of steps) {
    const text = jqStep(step);
    const isFilter = text.startsWith('[] | ');
    path += isAfterFilter && !isFilter ? ` | ${text}` : text;
    isAfterFilter = isFilter;
  }
  return path;
}

function jqStep(step: Step): string {
  switch (step.kind) {
    case 'field':
      return /^[A-Za-z_]\w*$/.test(step.name)
        ? `.${step.name}`
        : `.[${JSON.stringify(step.name)}]`;
    case 'keys': {
      const tests = Object.keys(step.keys)
        .sort()
        .map(key => `.${key} == ${JSON.stringify(step.keys[key])}`);
      return `[] | select(${tests.join(' and ')})`;
    }
    case 'value':
      return `[] | select(. == ${JSON.stringify(step.value)})`;
    case 'index':
      return `[${step.index}]`;
    default:
      return '[]';
  }
}
