import type {
  ClusterSummary,
  DriftDay,
  DriftSummary,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { ClusterRow } from '../database/rows';
import { reasonSentence } from './ago';

/** What the list shows besides the cluster's own row. */
export interface SummaryExtras {
  history: DriftDay[];
  correctedToday: number;
  openRequests: number;
}

/** The name of a cluster's entity in the catalog. */
export function clusterEntityRef(fleet: string, cluster: string): string {
  return `resource:${fleet}/${cluster}`;
}

/** A cluster as lists show it. */
export function clusterSummary(
  stored: ClusterRow,
  extras: SummaryExtras,
  now: string,
): ClusterSummary {
  const row = unlessSilent(stored, now);
  return {
    fleet: row.fleet,
    name: row.name,
    entityRef: clusterEntityRef(row.fleet, row.name),
    owner: row.owner,
    labels: JSON.parse(row.labels),
    ...present({
      environment: row.environment,
      region: row.region,
      variant: row.variant,
      managedBy: row.managed_by,
      kubernetesVersion: row.kubernetes_version ?? row.kubernetes,
      lastReportAt: row.last_report_at,
      upgradingTo: row.upgrading_to,
    }),
    ...(row.last_known_state ? { lastKnownState: row.last_known_state } : {}),
    model: modelOf(row),
    newerVersions: JSON.parse(row.newer_versions),
    provider: row.provider,
    state: row.state,
    reason: reasonSentence(
      {
        reason: row.reason,
        reasonSince: row.reason_since,
        lastKnownState: row.last_known_state,
      },
      now,
    ),
    needsAttention: Boolean(row.needs_attention),
    drift: driftSummary(row),
    ...extras,
  };
}

/** Whether nothing is known of a cluster any more. */
export function isSilent(row: ClusterRow, now: string): boolean {
  return !row.silent_at || row.silent_at <= now;
}

/** Ageing writes silence down every few seconds; until then, nobody may see what isn't known any more. */
function unlessSilent(row: ClusterRow, now: string): ClusterRow {
  if (!row.silent_at || !isSilent(row, now) || row.state === 'Unknown') {
    return row;
  }
  return {
    ...row,
    state: 'Unknown',
    reason: 'last heard of',
    reason_since: row.last_report_at,
    last_known_state: row.state,
    needs_attention: true,
    drift_objects: null,
  };
}

/** While a cluster moves to another version, it is still of the one that it was last wholly of. */
function modelOf(row: ClusterRow): ClusterSummary['model'] {
  const [name, version] = row.settled_model?.split('/') ?? [];
  return row.upgrading_to && version
    ? { name, version }
    : { name: row.model_name, version: row.model_version };
}

/** Null when it isn't known. */
export function driftSummary(row: ClusterRow): DriftSummary | null {
  if (row.drift_objects === null) {
    return null;
  }
  return {
    objects: row.drift_objects,
    fields: row.drift_fields ?? 0,
    bySeverity: {
      low: row.drift_low ?? 0,
      medium: row.drift_medium ?? 0,
      high: row.drift_high ?? 0,
      critical: row.drift_critical ?? 0,
    },
  };
}

export function present<K extends string>(
  values: Record<K, string | null | undefined>,
): Partial<Record<K, string>> {
  const entries: Partial<Record<K, string>> = {};
  for (const key in values) {
    if (values[key]) {
      entries[key] = values[key] ?? undefined;
    }
  }
  return entries;
}
