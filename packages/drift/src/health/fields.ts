import { KubeObject } from '../object';

/** A condition as most kinds write it. */
export interface Condition {
  type: string;
  status: string;
  reason: string;
  message: string;
  observedGeneration?: number;
}

/** Narrows JSON to a map; anything else reads as an empty one. */
export function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function numberOf(value: unknown, fallback = 0): number {
  return typeof value === 'number' ? value : fallback;
}

export function specOf(object: KubeObject): Record<string, unknown> {
  return mapOf(object.spec);
}

export function statusOf(object: KubeObject): Record<string, unknown> {
  return mapOf(object.status);
}

export function conditionOf(
  object: KubeObject,
  type: string,
): Condition | undefined {
  const { conditions } = statusOf(object);
  if (!Array.isArray(conditions)) return undefined;
  const found = conditions.map(mapOf).find(one => one.type === type);
  if (!found) return undefined;
  return {
    type,
    status: textOf(found.status),
    reason: textOf(found.reason),
    message: textOf(found.message),
    observedGeneration:
      typeof found.observedGeneration === 'number'
        ? found.observedGeneration
        : undefined,
  };
}
