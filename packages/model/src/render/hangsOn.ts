import type { KubeObject } from '@flotilla/drift';
import { definitionOf } from '../schema/definition';
import { isRecord } from '../source/pointer';
import { imageTexts } from './images';
import type { Mirror } from './images';
import { keyOf } from './objectKeys';
import { keysIn, NAME } from './anyCluster';

/**
 * What stand-ins of objects more hangs on than the text in their place: which objects they are, by which API they are
 * judged, what a definition says of others, which items of lists were merged by name, which mirror an image has, and what
 * an annotation asks for.
 */
export function hangsOn(
  objects: readonly KubeObject[],
  mirrors: readonly Mirror[],
): Set<string> {
  return new Set([
    ...inAll(objects, object => [keyOf(object)]),
    ...inAll(objects, itemNames),
    ...everywhere(objects, mirrors),
  ]);
}

/**
 * The same for a cluster's machines. Their names may say the cluster's: which of them are templates and in which order
 * they come is looked at besides.
 */
export function machinesHangOn(
  objects: readonly KubeObject[],
  mirrors: readonly Mirror[],
): Set<string> {
  return new Set([
    ...butName(inAll(objects, object => [keyOf(object)])),
    ...butName(inAll(objects, calledIn)),
    ...everywhere(objects, mirrors),
  ]);
}

function everywhere(
  objects: readonly KubeObject[],
  mirrors: readonly Mirror[],
): string[] {
  return [
    ...inAll(objects, apiOf),
    ...inAll(objects, fieldNames),
    ...inAll(objects, definedBy),
    ...(mirrors.length > 0 ? inAll(objects, imageTexts) : []),
    // No option of an engine is called as a cluster may be.
    ...butName(inAll(objects, annotations)),
  ];
}

function inAll(
  objects: readonly KubeObject[],
  texts: (object: KubeObject) => readonly string[],
): string[] {
  return objects.flatMap(texts).flatMap(keysIn);
}

function butName(keys: readonly string[]): string[] {
  return keys.filter(key => key !== NAME);
}

/** What tells which fields an object has, and whether its API is still served: the key of an object says no version. */
function apiOf({ apiVersion, kind }: KubeObject): string[] {
  return [apiVersion, kind];
}

/** What a definition says of other objects, which are judged by it and get a namespace or none. */
function definedBy(object: KubeObject): string[] {
  return textsIn(definitionOf(object));
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(textsIn)
    : [];
}

function annotations({ metadata }: KubeObject): string[] {
  return Object.values(metadata.annotations ?? {}).map(String);
}

function fieldNames(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(fieldNames);
  if (!isRecord(value)) return [];
  return [...Object.keys(value), ...Object.values(value).flatMap(fieldNames)];
}

function itemNames(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(item => [...ownNames(item), ...itemNames(item)]);
  }
  return isRecord(value) ? Object.values(value).flatMap(itemNames) : [];
}

/** What references say, and what they are to. */
function calledIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(calledIn);
  if (!isRecord(value)) return [];
  return [...ownNames(value), ...Object.values(value).flatMap(calledIn)];
}

function ownNames(value: unknown): string[] {
  if (!isRecord(value)) return [];
  return [value.name, value.kind].flatMap(text =>
    typeof text === 'string' ? [text] : [],
  );
}
