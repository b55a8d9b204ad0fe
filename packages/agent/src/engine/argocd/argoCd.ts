import type {
  EngineReport,
  FieldManager,
  SyncStage,
} from '@flotilla/backstage-plugin-flotilla-common';
import { managerOf } from '@flotilla/drift';
import { json } from '../../json';
import {
  DigestAt,
  Engine,
  NOT_TAKEN,
  PartName,
  PartSync,
  hiddenKind,
  unreadable,
} from '../Engine';
import { Stage, stagesOf } from '../stages';
import { applicationOwner, leftKindsOf } from './argoInventory';
import { ApplicationStatus, applicationStatus } from './application';

export const APPLICATION = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  kind: 'Application',
};

/** Argo CD, through its Applications, in the words that are used of Flux. */
export const argoCd: Engine = {
  kinds: [APPLICATION],
  belongings(view) {
    if (hiddenKind(this.kinds, view)) return undefined;
    const applications = view.objects(APPLICATION);
    return {
      owners: applications.map(applicationOwner),
      leftKinds: applications.flatMap(leftKindsOf),
    };
  },
  read(view, ownCluster, digestAt) {
    const hidden = hiddenKind(this.kinds, view);
    if (hidden) return unreadable('ArgoCD', hidden);
    const stages = stagesOf(view.objects(APPLICATION), ownCluster, folderOf);
    const own = stages.filter(stage => stage.cluster === ownCluster);
    const commits = own.flatMap(
      ({ object }) => applicationStatus(object).compared ?? [],
    );
    return {
      report: engineReport(own),
      commits: [...new Set(commits)],
      syncOf: part => syncOf(stages, part, digestAt),
    };
  },
};

function folderOf(spec: Record<string, unknown>): string {
  return json.text(json.map(spec.source).path);
}

/** Argo CD doesn't say since when a difference counts: what it last applied or found equal is what live should be. */
function syncOf(
  stages: readonly Stage[],
  part: PartName,
  digestAt: DigestAt,
): PartSync {
  const stage = stages.find(
    one => one.part === part.name && one.cluster === part.cluster,
  );
  if (!stage) return NOT_TAKEN;
  const status = applicationStatus(stage.object);
  const commit = status.sync === 'Synced' ? status.compared : status.lastSynced;
  const applied = commit && digestAt(commit, part);
  const attempted = status.attempted && digestAt(status.attempted, part);
  // Objects of an operation that didn't end well are partly new, partly old.
  const isMoving = status.phase !== 'Succeeded' && attempted !== applied;
  const isContent = stateOf(status) === 'Applied';
  const isCalm = isContent || (status.phase === 'Succeeded' && !status.error);
  const isUnclear = commit !== undefined && !applied && isCalm;
  const known = applied === part.digest ? 'Applied' : 'NotApplied';
  return {
    state: isUnclear ? 'Unclear' : known,
    contentDigest: isMoving && status.phase !== '' ? undefined : applied,
    settled: isContent,
    message: messageOf(status),
  };
}

function engineReport(own: readonly Stage[]): EngineReport {
  const told = own.map(tell).sort((a, b) => (a.name < b.name ? -1 : 1));
  const failed = told.find(({ state }) => state === 'Failed');
  const suspended = own.filter(
    ({ object }) => applicationStatus(object).suspended,
  );
  const root = own.find(({ part }) => part === 'gitops') ?? own[0];
  const source = root && applicationStatus(root.object);
  const sourceRevision = root && revisionOf(root, source?.compared);
  return {
    kind: 'ArgoCD',
    ...(sourceRevision ? { sourceRevision } : {}),
    sourceReady: sourceReady(source),
    ...(source?.error ? { sourceMessage: source.error } : {}),
    suspended: suspended.length > 0,
    ...suspendedBy(suspended),
    ...appliedOf(own),
    ready: readiness(told),
    ...(failed?.message ? { message: failed.message } : {}),
    stages: told,
  };
}

function sourceReady(
  source: ApplicationStatus | undefined,
): EngineReport['sourceReady'] {
  if (!source?.compared) return source?.error ? 'False' : 'Unknown';
  return source.sync === 'Unknown' ? 'False' : 'True';
}

function tell(stage: Stage): SyncStage {
  const status = applicationStatus(stage.object);
  const message = messageOf(status);
  const commit = status.sync === 'Synced' ? status.compared : status.lastSynced;
  const revision = revisionOf(stage, commit);
  return {
    name: stage.object.metadata.name,
    part: stage.part,
    state: stateOf(status),
    ...(message ? { message } : {}),
    ...(revision ? { revision } : {}),
  };
}

function stateOf(status: ApplicationStatus): SyncStage['state'] {
  const { phase, sync, health } = status;
  if (status.suspended) return 'Suspended';
  if (status.error || phase === 'Failed' || phase === 'Error') return 'Failed';
  if (sync === 'Absent') return 'Waiting';
  if (phase === 'Running' || phase === 'Terminating') return 'Progressing';
  if (health === 'Degraded') return 'Failed';
  // What nobody else owns is put right at once; until then, live isn't what Git says.
  if (sync !== 'Synced' || !status.observed) return 'Progressing';
  return health === 'Healthy' ? 'Applied' : 'Progressing';
}

function readiness(stages: readonly SyncStage[]): EngineReport['ready'] {
  const states = stages.map(({ state }) => state);
  if (states.includes('Failed')) return 'False';
  const settled = states.every(
    state => state === 'Applied' || state === 'Suspended',
  );
  return settled && states.length > 0 ? 'True' : 'Unknown';
}

function messageOf(status: ApplicationStatus): string | undefined {
  const state = stateOf(status);
  if (state === 'Applied') return undefined;
  if (state === 'Suspended') return 'Automated sync is off for this part.';
  if (state === 'Waiting') return 'The engine has not looked at it yet.';
  if (status.error) return status.error;
  // That an operation went well doesn't tell what is wrong since.
  const isOver = status.phase === 'Succeeded';
  if (!isOver && status.operationMessage) return status.operationMessage;
  if (status.health === 'Degraded') {
    return status.healthMessage || 'Health is Degraded.';
  }
  if (!status.observed) return 'The engine has not looked at its source yet.';
  return (
    status.healthMessage ||
    `Sync is ${status.sync}, health ${status.health || 'Unknown'}.`
  );
}

/** In Flux's way, so that one word means one thing: `main@sha1:36eb…`. */
function revisionOf(
  { object }: Stage,
  commit: string | undefined,
): string | undefined {
  const { targetRevision } = json.map(json.map(object.spec).source);
  const branch = json.text(targetRevision);
  return commit && branch ? `${branch}@sha1:${commit}` : commit;
}

function suspendedBy(suspended: readonly Stage[]): {
  suspendedBy?: FieldManager;
} {
  for (const { object } of suspended) {
    const manager = managerOf(object, '.spec.syncPolicy.automated.enabled');
    if (manager) return { suspendedBy: manager };
  }
  return {};
}

/** The revision that all have applied, else one that some part is held up at. */
function appliedOf(own: readonly Stage[]) {
  const revisions = own.flatMap(stage => tell(stage).revision ?? []);
  const [newest] = own.flatMap(
    stage => revisionOf(stage, applicationStatus(stage.object).compared) ?? [],
  );
  const behind = revisions.find(revision => revision !== newest);
  const applied = behind ?? revisions[0];
  const times = own
    .flatMap(({ object }) => applicationStatus(object).finishedAt ?? [])
    .sort();
  const latest = times.at(-1);
  return {
    ...(applied ? { appliedRevision: applied } : {}),
    ...(latest ? { appliedAt: latest } : {}),
  };
}
