import type {
  ClusterState,
  DriftSummary,
} from '@flotilla/backstage-plugin-flotilla-common';
import { hindrance, summariseDrift, syncState } from '@flotilla/drift';
import type { SyncEvidence } from '@flotilla/drift';
import type { Evidence, PartEvidence } from './evidence';
import { reasonOf, Reason } from './reasons';
import { weightOf } from './weight';

/** How long a new cluster may take to be heard of before that is a matter of concern. */
const STARTING_MILLISECONDS = 60 * 60 * 1000;

/** What is to be told of a cluster. */
export interface Assessment extends Reason {
  state: ClusterState;
  /** While the state is Unknown: what it was before. */
  lastKnownState?: ClusterState;
  needsAttention: boolean;
  /** Nothing was heard for too long, or ever. */
  outOfContact: boolean;
  /** Worst has most. */
  weight: number;
  /** Undefined: not known. */
  drift?: DriftSummary;
  /** Every part that can be known of is applied as it is in Git. */
  applied: boolean;
  settledModel?: string;
  upgradingTo?: string;
  /** When time alone may change this. */
  recheckAt?: string;
}

/**
 * The one computation of a cluster's state, from what is known of it. What isn't known is Unknown, never fine.
 */
export function assess(evidence: Evidence): Assessment {
  const outOfContact = isOutOfContact(evidence);
  const applied = !outOfContact && isApplied(evidence);
  const model = `${evidence.model.name}/${evidence.model.version}`;
  const settledModel = applied ? model : evidence.settledModel;
  const upgrading = settledModel !== undefined && settledModel !== model;
  const state = stateOf(evidence, { outOfContact, applied, upgrading });
  const attention = needsAttention(state, evidence);
  const lastKnownState =
    evidence.before === 'Unknown' ? evidence.lastKnownState : evidence.before;
  return {
    state,
    ...reasonOf(state, { ...evidence, outOfContact }),
    ...(outOfContact && evidence.lastReportAt && lastKnownState
      ? { lastKnownState }
      : {}),
    needsAttention: attention,
    outOfContact: outOfContact && state === 'Unknown',
    weight: weightOf(state, attention, evidence.drift),
    ...(outOfContact || !evidence.counts
      ? {}
      : { drift: summariseDrift(evidence.drift) }),
    applied,
    ...(settledModel ? { settledModel } : {}),
    ...(upgrading ? { upgradingTo: evidence.model.version } : {}),
    recheckAt: recheckAt(evidence),
  };
}

function stateOf(
  evidence: Evidence,
  known: { outOfContact: boolean; applied: boolean; upgrading: boolean },
): ClusterState {
  const { parts } = evidence;
  if (known.outOfContact) {
    return isStarting(evidence) ? 'Starting' : 'Unknown';
  }
  const sync = syncEvidence(evidence, known.applied);
  const hindered = hindrance(sync);
  if (hindered) return hindered;
  if (!evidence.settledModel && !known.applied) return 'Starting';
  if (known.upgrading) return 'Upgrading';
  if (parts.some(part => part.lost)) return 'Unknown';
  return syncState(sync);
}

function syncEvidence(
  { engine, drift, unknown, parts, counts }: Evidence,
  applied: boolean,
): SyncEvidence {
  const unwell = counts && counts.inProgress + counts.failed + counts.notFound;
  return {
    drifted: drift.length,
    // Of what was never counted, nobody can tell either.
    unknown: counts ? unknown.length + counts.unknown : 1,
    engine,
    applied,
    hidden: parts.some(isHidden),
    settled:
      unwell === 0 &&
      parts.every(part => part.silent || part.health === 'Current'),
  };
}

/** Who reports it can't see whether it is applied. */
function isHidden({ silent, state }: PartEvidence): boolean {
  return !silent && state === 'Unknown';
}

/** Three missed heartbeats, or nothing ever. */
function isOutOfContact({ now, lastReportAt, silentAt }: Evidence): boolean {
  return !lastReportAt || !silentAt || silentAt <= now;
}

function isStarting({ now, addedAt, lastReportAt }: Evidence): boolean {
  return !lastReportAt && now < startingUntil(addedAt);
}

function startingUntil(addedAt: string): string {
  return new Date(Date.parse(addedAt) + STARTING_MILLISECONDS).toISOString();
}

function isApplied({ parts }: Evidence): boolean {
  const told = parts.filter(part => !part.silent && !part.lost);
  return told.length > 0 && told.every(part => part.state === 'Applied');
}

function needsAttention(
  state: ClusterState,
  { fight, agents }: Evidence,
): boolean {
  return (
    ['Unknown', 'Drifted', 'NotApplied', 'Suspended'].includes(state) ||
    fight !== undefined ||
    agents.some(agent => agent === 'Pending' || agent === 'Conflict')
  );
}

/** Silence has a column of its own, which every heartbeat moves on. */
function recheckAt(evidence: Evidence): string | undefined {
  const { now, fight, addedAt, lastReportAt } = evidence;
  const times = [
    fight?.endsAt,
    lastReportAt ? undefined : startingUntil(addedAt),
  ];
  return times
    .filter((time): time is string => time !== undefined && time > now)
    .sort()[0];
}
