import { setCondition } from '../engine/conditions';
import { JsonObject } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';

export function ready(
  status: JsonObject,
  type: string,
  draft: KubeObject,
  now: string,
  reason: string,
  message: string = '',
): void {
  setCondition(
    status,
    { type, status: 'True', reason, message },
    now,
    draft.metadata.generation,
  );
}

export function notReady(
  status: JsonObject,
  type: string,
  draft: KubeObject,
  now: string,
  reason: string,
  message: string,
): void {
  setCondition(
    status,
    { type, status: 'False', reason, message },
    now,
    draft.metadata.generation,
  );
}
