import type { SourceFile } from '@flotilla/model';
import { changedPointers } from './difference';
import { entityAt, ownerOf } from './entities';
import type { Entity } from './entities';
import { readSnapshot } from './snapshot';
import type { Snapshot } from './snapshot';
import type { JudgedFiles } from './verdict';

/** @public */
export type Operation = 'CREATE' | 'UPDATE' | 'DELETE';

/**
 * A difference of objects, not of lines: a file that only moved its comments has none, and a renamed
 * one is a DELETE and a CREATE.
 * @public
 */
export interface EntityChange {
  operation: Operation;
  kind: string;
  name: string;
  version?: string;
  path: string;
  /** Pointers (RFC 6901) to what changed; `['']`, everything, where a file couldn't be read. */
  fields: string[];
  /** Labels of both states: a change that takes a label away is still matched by it. */
  labels: Record<string, string>[];
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
  /** Positions in the file as it will be. */
  source?: SourceFile;
}

/**
 * The definitions that differ between two states of the fleet repository.
 *
 * @param before - the base
 * @param after - what it would become
 * @public
 */
export function changedEntities(
  before: JudgedFiles,
  after: JudgedFiles,
): EntityChange[] {
  return entityChanges(readSnapshot(before), readSnapshot(after));
}

/** Paths whose text differs, or which only one of the two states has. */
export function changedPaths(
  before: JudgedFiles,
  after: JudgedFiles,
): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter(path => before.get(path) !== after.get(path)).sort();
}

/** {@link changedEntities} on states that are already read. */
export function entityChanges(
  before: Snapshot,
  after: Snapshot,
): EntityChange[] {
  const fields = new Map<string, string[]>();
  for (const path of changedPaths(before.files, after.files)) {
    const owner = ownerOf(path);
    if (owner) {
      fields.set(owner.path, [...(fields.get(owner.path) ?? []), owner.field]);
    } else {
      fields.set(path, fields.get(path) ?? []);
    }
  }
  return [...fields].flatMap(([path, also]) => {
    const change = changeOf(
      entityAt(before, path),
      entityAt(after, path),
      also,
    );
    return change ? [change] : [];
  });
}

function changeOf(
  before: Entity | undefined,
  after: Entity | undefined,
  alsoChanged: string[],
): EntityChange | undefined {
  const entity = after ?? before;
  if (!entity) return undefined;
  const fields = [...fieldsBetween(before, after), ...new Set(alsoChanged)];
  if (before && after && fields.length === 0) return undefined;
  return {
    operation: operationOf(before, after),
    kind: entity.kind,
    name: entity.name,
    version: entity.version,
    path: entity.path,
    fields,
    labels: [before, after].flatMap(state => (state ? [state.labels] : [])),
    before: before?.object,
    after: after?.object,
    source: after?.source,
  };
}

function operationOf(before?: Entity, after?: Entity): Operation {
  if (!before) return 'CREATE';
  return after ? 'UPDATE' : 'DELETE';
}

function fieldsBetween(before?: Entity, after?: Entity): string[] {
  const unreadable = [before, after].some(state => state && !state.object);
  return unreadable
    ? ['']
    : changedPointers(before?.object ?? {}, after?.object ?? {});
}
