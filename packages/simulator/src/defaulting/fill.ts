import { copy, isJsonObject, Json, JsonObject } from '../objects/json';

/** Sets what's absent. */
export function fill(
  target: JsonObject | undefined,
  defaults: JsonObject,
): void {
  if (!target) return;
  for (const [key, value] of Object.entries(defaults)) {
    if (target[key] === undefined) target[key] = copy(value);
  }
}

/** The maps of a list. */
export function maps(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
