import type {
  ClusterState,
  Health,
} from '@flotilla/backstage-plugin-flotilla-common';

// Columns as they come from the database. Booleans are 0 and 1 on SQLite, so they are only tested for truth.

/** What Git says of a cluster. */
export interface ClusterGitColumns {
  owner: string;
  labels: string;
  environment: string | null;
  region: string | null;
  model_name: string;
  model_version: string;
  newer_versions: string;
  variant: string | null;
  provider: string;
  managed_by: string | null;
  kubernetes: string | null;
  lifecycle: string;
  parts: string;
  problems: string;
  git_digest: string;
  search: string;
}

/** What a cluster was found to be in. */
export interface ClusterStateColumns {
  state: ClusterState;
  reason: string;
  reason_since: string | null;
  last_known_state: ClusterState | null;
  needs_attention: boolean;
  out_of_contact: boolean;
  weight: number;
  drift_objects: number | null;
  drift_fields: number | null;
  drift_low: number | null;
  drift_medium: number | null;
  drift_high: number | null;
  drift_critical: number | null;
  applied: boolean;
  settled_model: string | null;
  upgrading_to: string | null;
  recheck_at: string | null;
}

export interface ClusterRow extends ClusterGitColumns, ClusterStateColumns {
  fleet: string;
  name: string;
  added_at: string;
  epoch: number;
  kubernetes_version: string | null;
  notified: string | null;
  fight_notified: string | null;
  last_report_at: string | null;
  silent_at: string | null;
}

export interface ReportRow {
  fleet: string;
  cluster: string;
  agent_id: string;
  epoch: number;
  sequence: number;
  digest: string;
  observed_at: string;
  received_at: string;
  agent_version: string;
  desired_revision: string | null;
  engine: string | null;
  engine_since: string | null;
  counts: string | null;
  nodes: string | null;
  conditions: string | null;
  ignored: string | null;
}

export interface PartRow {
  fleet: string;
  reporter: string;
  cluster: string;
  name: string;
  digest: string;
  applied: boolean;
  state: 'Applied' | 'NotApplied' | 'Unknown';
  health: Health;
  message: string | null;
  objects: number;
  drifted: number;
}

export interface ResourceRow {
  fleet: string;
  reporter: string;
  cluster: string;
  key: string;
  part: string;
  ref: string;
  health: Health;
  message: string | null;
  state: string;
  severity: 'low' | 'medium' | 'high' | 'critical' | null;
  reason: string | null;
  degraded: string | null;
  since: string | null;
  fields: string;
  total_fields: number;
}

export interface InfrastructureRow {
  fleet: string;
  cluster: string;
  reporter: string;
  as_of: string;
  report: string;
}
