import { createHash } from 'node:crypto';
import type {
  CorrectedDrift,
  Report,
  ResourceReport,
} from '@flotilla/backstage-plugin-flotilla-common';
import { Contents } from '../assess/Contents';

/** What the hub holds of this agent, as far as the agent knows. */
export interface Held {
  contents: Contents;
  digest: string;
}

export interface ReportHead {
  epoch: number;
  sequence: number;
  /** RFC 3339 UTC. */
  observedAt: string;
  agentVersion: string;
}

/** A digest over all that a report tells; order never matters. */
export function digestOf(contents: Contents): string {
  const resources = [...contents.resources.values()].sort(byKey);
  const hash = createHash('sha256');
  hash.update(JSON.stringify({ ...contents, resources }));
  return `sha256:${hash.digest('hex')}`;
}

function byKey(one: ResourceReport, other: ResourceReport): number {
  return one.key < other.key ? -1 : 1;
}

/**
 * The message that brings the hub from what it holds to what is so now: all
 * of it, the difference, or only that the agent is alive.
 */
export function composeReport(
  head: ReportHead,
  contents: Contents,
  held: Held | undefined,
  corrected: CorrectedDrift[],
): Report {
  const digest = digestOf(contents);
  const told = corrected.length > 0 ? { corrected } : {};
  if (!held || losesParts(held.contents, contents)) {
    const { resources, ...sections } = contents;
    return {
      ...head,
      type: 'Full',
      digest,
      ...sections,
      resources: [...resources.values()],
      ...told,
    };
  }
  if (digest === held.digest && corrected.length === 0) {
    return { ...head, type: 'Heartbeat', digest };
  }
  return {
    ...head,
    type: 'Delta',
    baseDigest: held.digest,
    digest,
    ...changedSections(held.contents, contents),
    ...changedRows(held.contents, contents),
    ...told,
  };
}

/** A delta can't say that a part is gone. */
function losesParts(before: Contents, after: Contents): boolean {
  const names = ({ parts, infrastructure }: Contents) => [
    ...parts.map(part => `${part.cluster}|${part.name}`),
    ...infrastructure.map(one => one.cluster),
  ];
  const kept = new Set(names(after));
  return names(before).some(name => !kept.has(name));
}

const SECTIONS = [
  'desiredRevision',
  'kubernetesVersion',
  'engine',
  'counts',
  'ignored',
  'nodes',
  'conditions',
] as const;

function changedSections(before: Contents, after: Contents): Partial<Report> {
  const changed = SECTIONS.filter(name => !same(before[name], after[name]));
  return Object.fromEntries(changed.map(name => [name, after[name]]));
}

function changedRows(before: Contents, after: Contents): Partial<Report> {
  const parts = after.parts.filter(
    part => !before.parts.some(one => same(one, part)),
  );
  const machines = after.infrastructure.filter(
    one => !before.infrastructure.some(other => same(other, one)),
  );
  const resources = [...after.resources.values()].filter(
    one => !same(before.resources.get(one.key), one),
  );
  const removed = [...before.resources.keys()].filter(
    key => !after.resources.has(key),
  );
  return {
    ...(parts.length > 0 ? { parts } : {}),
    ...(machines.length > 0 ? { infrastructure: machines } : {}),
    ...(resources.length > 0 ? { resources } : {}),
    ...(removed.length > 0 ? { removed } : {}),
  };
}

function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
