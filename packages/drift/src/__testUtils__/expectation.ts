import { ControlPlane, KubeRequest } from '@flotilla/testbed';
import { KubeObject } from '../object';
import { lookUp } from '../path/lookUp';
import { FieldManager } from '../types';
import { OwnedLeaf } from './ownedLeaves';

/** Who changes something, without the time. */
export type Author = Omit<FieldManager, 'time'>;

/** What the engine must say of a change. */
export interface Expectation {
  state: 'Modified' | 'Missing';
  /** The place that was changed; absent where the whole object went. */
  place?: Pick<OwnedLeaf, 'fieldPath'> & { value: unknown };
  /** Who changed it; absent where the server doesn't note it. */
  author?: Author;
  /** What is left to take back once what Git says is applied again. */
  undo?: KubeRequest & { query?: string };
}

/** An object on the server that somebody changes by hand. */
export interface HandSubject {
  kubernetes: ControlPlane;
  path: string;
  live: KubeObject;
  /** What Git says, in the form that the server takes. */
  manifest: KubeObject;
  random: () => number;
}

/**
 * What must be told of a changed value.
 *
 * @param answer - what the server made of the object
 */
export function changed(
  { fieldPath, steps }: OwnedLeaf,
  answer: unknown,
  author: Author,
): Expectation {
  const value = lookUp(answer, steps);
  const place = { fieldPath, value };
  // A `false` that a server doesn't keep is a field that is gone, which nobody owns.
  return value === undefined
    ? { state: 'Modified', place }
    : { state: 'Modified', place, author };
}

export function updater(name: string, subresource?: string): Author {
  return { name, operation: 'Update', ...(subresource ? { subresource } : {}) };
}

export function mergePatch(body: object): KubeRequest {
  return { method: 'PATCH', contentType: 'application/merge-patch+json', body };
}

export function jsonPatch(body: object[]): KubeRequest {
  return { method: 'PATCH', contentType: 'application/json-patch+json', body };
}
