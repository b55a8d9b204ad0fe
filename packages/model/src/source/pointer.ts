/** A JSON Pointer (RFC 6901) from its steps. @public */
export function pointerOf(steps: readonly PropertyKey[]): string {
  return steps.map(step => `/${escapeStep(String(step))}`).join('');
}

/** The steps of a JSON Pointer. */
export function stepsOf(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .replace(/^\//, '')
    .split('/')
    .map(step => step.replace(/~1/g, '/').replace(/~0/g, '~'));
}

export function escapeStep(step: string): string {
  return step.replace(/~/g, '~0').replace(/\//g, '~1');
}

/** Whether a pointer is another one or lies below it. @public */
export function isWithin(pointer: string, ancestor: string): boolean {
  return pointer === ancestor || pointer.startsWith(`${ancestor}/`);
}

/** The value at a pointer, or undefined. */
export function valueAt(value: unknown, pointer: string): unknown {
  return stepsOf(pointer).reduce<unknown>((at, step) => {
    if (Array.isArray(at)) return at[Number(step)];
    if (isRecord(at) && Object.hasOwn(at, step)) return at[step];
    return undefined;
  }, value);
}

/** A map as JSON has it: not a list, not null. @public */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
