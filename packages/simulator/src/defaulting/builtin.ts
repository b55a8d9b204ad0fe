import { KubeObject } from '../objects/KubeObject';

export interface DefaultingContext {
  live?: KubeObject;
  status?: boolean;
}

type Defaulter = (object: KubeObject, context: DefaultingContext) => void;

const DEFAULTERS: Readonly<Record<string, Defaulter>> = {};

/** Fills in what the API server defaults for a built-in kind. */
export function defaultBuiltin(
  object: KubeObject,
  context: DefaultingContext,
): void {
  DEFAULTERS[object.kind]?.(object, context);
}
