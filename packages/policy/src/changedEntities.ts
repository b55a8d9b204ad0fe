import type { SourceFile } from '@flotilla/model';
import { entityAt, ownerOf } from './entities';
import type { Entity } from './entities';
import { changedPointers } from './fields';
import type { Proposal } from './proposal';

/** As a policy's `match.operations` names it. */
export type Operation = 'CREATE' | 'UPDATE' | 'DELETE';

/**
 * A difference of objects, not of lines: a file that only moved its comments has none, and a renamed
 * one is a DELETE and a CREATE.
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

/** The definitions that a change adds, alters or takes away. */
export function entityChanges({
  before,
  after,
  paths,
}: Pick<Proposal, 'before' | 'after' | 'paths'>): EntityChange[] {
  const fields = new Map<string, string[]>();
  for (const path of paths) {
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
