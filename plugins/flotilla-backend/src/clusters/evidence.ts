import type {
  ClusterState,
  EngineReport,
  Infrastructure,
  ObjectCounts,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { AgentState } from '../agents/AgentStore';
import type { DriftFinding } from '../drift/findings';

/** A part of a cluster: what Git says, and what was last reported of it. */
export interface PartEvidence {
  name: string;
  /** Nobody reports it: it is applied before there is anybody. */
  silent?: boolean;
  /** Who reported it has fallen silent. */
  lost?: boolean;
  state: 'Applied' | 'NotApplied' | 'Unknown';
  health:
    | 'Current'
    | 'InProgress'
    | 'Failed'
    | 'Terminating'
    | 'NotFound'
    | 'Unknown';
  message?: string;
}

/** Somebody who keeps changing what the engine keeps putting back. */
export interface Fight {
  manager: string;
  /** `Deployment payments/api`. */
  object: string;
  /** Within the last hour. */
  count: number;
  /** When it will have stopped for long enough, if it stops now. */
  endsAt: string;
}

/** Everything that a cluster's state follows from. */
export interface Evidence {
  /** RFC 3339 UTC. */
  now: string;
  addedAt: string;
  provider: string;
  model: { name: string; version: string };
  /** `name/version` that was last applied in full. */
  settledModel?: string;
  lastReportAt?: string;
  /** From then on nothing is known any more. */
  silentAt?: string;
  before: ClusterState;
  lastKnownState?: ClusterState;
  engine?: EngineReport;
  /** Since when the engine fails or is suspended. */
  engineSince?: string;
  counts?: ObjectCounts;
  parts: readonly PartEvidence[];
  /** Worst first. */
  drift: readonly DriftFinding[];
  /** Objects that could not be compared. */
  unknown: readonly { object: string; reason: string }[];
  fight?: Fight;
  infrastructure?: Infrastructure;
  agents: readonly AgentState[];
}
