import type {
  EngineReport,
  RevisionAt,
  SyncStatus,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { ReportRow } from '../database/rows';
import type { FollowedFleet } from '../fleets';

/** How far what is in Git has come. Of a silent cluster, only what was last applied is told, not how it is. */
export function syncStatus(
  fleet: FollowedFleet | undefined,
  report: ReportRow | undefined,
  silent: boolean,
): SyncStatus {
  const engine: EngineReport | undefined = report?.engine
    ? JSON.parse(report.engine)
    : undefined;
  return {
    engine: engine?.kind ?? fleet?.sources.fleet.spec.engine ?? 'Flux',
    ...(fleet ? { inGit: inGit(fleet) } : {}),
    ...revision('applied', engine?.appliedRevision, engine?.appliedAt),
    ...revision(
      'seen',
      report?.desired_revision ?? undefined,
      report?.received_at,
    ),
    suspended: engine?.suspended ?? false,
    ...(engine?.suspendedBy ? { suspendedBy: engine.suspendedBy.name } : {}),
    ...suspendedSince(engine, report),
    ready: silent || !engine ? 'Unknown' : engine.ready,
    ...messageOf(engine),
    stages: (engine?.stages ?? []).map(stage =>
      silent ? { ...stage, state: 'Unknown' } : stage,
    ),
  };
}

function inGit({ repository, commit, committedAt }: FollowedFleet): RevisionAt {
  return { revision: `${repository.branch}@sha1:${commit}`, at: committedAt };
}

function revision<K extends 'applied' | 'seen'>(
  key: K,
  value: string | undefined,
  at: string | undefined,
): { [key in K]?: RevisionAt } {
  const told: { [key in K]?: RevisionAt } = {};
  if (value) {
    told[key] = { revision: value, ...(at ? { at } : {}) };
  }
  return told;
}

function suspendedSince(
  engine: EngineReport | undefined,
  report: ReportRow | undefined,
): Pick<SyncStatus, 'suspendedSince'> {
  const since = engine?.suspendedBy?.time ?? report?.engine_since;
  return engine?.suspended && since ? { suspendedSince: since } : {};
}

function messageOf(
  engine: EngineReport | undefined,
): Pick<SyncStatus, 'message'> {
  const message =
    engine?.sourceReady === 'False' ? engine.sourceMessage : engine?.message;
  return message ? { message } : {};
}
