import { groupOf, parseFieldPath } from '@flotilla/drift';
import type { IgnoreRule, KubeObject, Step } from '@flotilla/drift';
import { escapeStep } from '../../source/pointer';

/**
 * The ignore rules that an engine can keep too. A rule with an end isn't among them: the engine would
 * go on when it is over. Nor is one for whole objects: the engine wouldn't create them.
 */
export function lastingRules(rules: readonly IgnoreRule[]): IgnoreRule[] {
  return rules.filter(
    ({ expires, paths, fieldPaths, managers }) =>
      expires === undefined && Boolean(paths ?? fieldPaths ?? managers),
  );
}

/** The steps of a rule's field path; nothing where it can't be read, which validation has told. */
export function stepsOf(fieldPath: string): Step[] | undefined {
  try {
    return parseFieldPath(fieldPath);
  } catch {
    return undefined;
  }
}

/** The JSON pointer of a field path that goes through no list. */
export function plainPointer(steps: readonly Step[]): string | undefined {
  const names = steps.map(step =>
    step.kind === 'field' ? step.name : undefined,
  );
  return names.every(name => name !== undefined)
    ? names.map(name => `/${escapeStep(name)}`).join('')
    : undefined;
}

/** Whether a rule aims at an object. */
export function aimsAt({ target }: IgnoreRule, object: KubeObject): boolean {
  const { group, kind, name, namespace } = target;
  const { metadata } = object;
  return (
    (group === undefined || group === groupOf(object)) &&
    (kind === undefined || kind === object.kind) &&
    (namespace === undefined || namespace === (metadata.namespace ?? '')) &&
    (name === undefined || matchesWhole(name, metadata.name))
  );
}

function matchesWhole(pattern: string, name: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(name);
  } catch {
    return false;
  }
}
