/**
 * A scalar as it stands in JSON.
 *
 * @public
 */
export type Scalar = string | number | boolean | null;

/**
 * One step from an object or list to something within it.
 *
 * @public
 */
export type Step =
  | { kind: 'field'; name: string }
  | { kind: 'keys'; keys: Record<string, Scalar> }
  | { kind: 'value'; value: Scalar }
  | { kind: 'index'; index: number }
  | { kind: 'any' };

/**
 * A place in an object, linked to its parent so that walking costs nothing
 * until a difference is found. `at` is the list position that a JSON pointer
 * needs where the step itself speaks of keys.
 */
export interface Place {
  parent: Place | undefined;
  step: Step;
  at?: number;
}

export function fieldIn(parent: Place | undefined, name: string): Place {
  return { parent, step: { kind: 'field', name } };
}

export function stepsOf(place: Place | undefined): Step[] {
  const steps: Step[] = [];
  for (let node = place; node; node = node.parent) steps.push(node.step);
  return steps.reverse();
}

/** RFC 6901. */
export function pointerOf(place: Place | undefined): string {
  const tokens: string[] = [];
  for (let node = place; node; node = node.parent) tokens.push(token(node));
  return tokens
    .reverse()
    .map(one => `/${one.replace(/~/g, '~0').replace(/\//g, '~1')}`)
    .join('');
}

function token({ step, at }: Place): string {
  if (step.kind === 'field') return step.name;
  if (step.kind === 'index') return String(step.index);
  return String(at ?? 0);
}
