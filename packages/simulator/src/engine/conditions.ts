import { isJsonObject, JsonObject, listAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';

export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message: string;
}

/** Sets a condition in a status; its transition time moves only when its status does. */
export function setCondition(
  status: JsonObject,
  condition: Condition,
  now: string,
  generation?: number,
): void {
  const conditions = listAt(status, 'conditions').filter(isJsonObject);
  const previous = conditions.find(each => each.type === condition.type);
  const written: JsonObject = {
    lastTransitionTime:
      previous?.status === condition.status ? previous.lastTransitionTime : now,
    message: condition.message,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    reason: condition.reason,
    status: condition.status,
    type: condition.type,
  };
  status.conditions = previous
    ? conditions.map(each => (each === previous ? written : each))
    : [...conditions, written];
}

export function removeCondition(status: JsonObject, type: string): void {
  status.conditions = listAt(status, 'conditions')
    .filter(isJsonObject)
    .filter(each => each.type !== type);
}

export function conditionOf(
  object: KubeObject | undefined,
  type: string,
): JsonObject | undefined {
  return listAt(object, 'status', 'conditions')
    .filter(isJsonObject)
    .find(each => each.type === type);
}

export function isReady(object: KubeObject | undefined): boolean {
  return conditionOf(object, 'Ready')?.status === 'True';
}
