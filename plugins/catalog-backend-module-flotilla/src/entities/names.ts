import { createHash } from 'node:crypto';
import { ModelRef } from '@flotilla/backstage-plugin-flotilla-common';

/** Backstage's limit for the name of an entity. */
const LONGEST_NAME = 63;

export function modelEntityName({ name, version }: ModelRef): string {
  return entityName(`model-${name}-${version}`);
}

export function componentEntityName({ name, version }: ModelRef): string {
  return entityName(`component-${name}-${version}`);
}

export function workspaceEntityName(name: string): string {
  return entityName(`workspace-${name}`);
}

/**
 * Versions may hold a `+`, which names of entities may not, and together they may be too long. What had to be
 * changed ends with a hash, so that two such names stay two.
 */
function entityName(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9._-]/g, '-');
  if (plain === text && text.length <= LONGEST_NAME) {
    return text;
  }
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return `${plain.slice(0, LONGEST_NAME - hash.length - 1)}-${hash}`;
}
