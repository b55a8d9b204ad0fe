import type {
  EngineReport,
  FieldManager,
  SyncStage,
} from '@flotilla/backstage-plugin-flotilla-common';
import { KubeObject, managerOf } from '@flotilla/drift';
import { json } from '../json';
import { nameKey } from '../kube/ObjectCache';
import { Engine, NOT_TAKEN, hiddenKind, unreadable } from './Engine';
import { kustomizationOwner } from './fluxInventory';
import { FluxStage, kustomizationStages } from './fluxStages';
import { FluxStatus, commitOf, fluxStatus } from './fluxStatus';
import { partSyncOf } from './partSync';

export const GIT_REPOSITORY = {
  group: 'source.toolkit.fluxcd.io',
  version: 'v1',
  kind: 'GitRepository',
};
export const KUSTOMIZATION = {
  group: 'kustomize.toolkit.fluxcd.io',
  version: 'v1',
  kind: 'Kustomization',
};

/** Flux, through its GitRepository and Kustomizations. */
export const flux: Engine = {
  kinds: [GIT_REPOSITORY, KUSTOMIZATION],
  label: 'kustomize.toolkit.fluxcd.io/name',
  belongings(view) {
    if (hiddenKind([KUSTOMIZATION], view)) return undefined;
    const owners = view.objects(KUSTOMIZATION).map(kustomizationOwner);
    return { owners, leftKinds: [] };
  },
  read(view, ownCluster, digestAt) {
    const hidden = hiddenKind(this.kinds, view);
    if (hidden) return unreadable('Flux', hidden);
    const sources = view.objects(GIT_REPOSITORY);
    const stages = kustomizationStages(
      view.objects(KUSTOMIZATION),
      ownCluster,
      digestAt,
    );
    const own = stages.filter(({ cluster }) => cluster === ownCluster);
    const source = sourceOf(sources, own);
    const held = source && commitOf(fluxStatus(source).artifact);
    return {
      report: engineReport(ownCluster, sources, stages),
      commits: held ? [held] : [],
      syncOf: part => {
        const stage = stages.find(
          one => one.part === part.name && one.cluster === part.cluster,
        );
        return stage ? partSyncOf(stage, part.digest) : NOT_TAKEN;
      },
    };
  },
};

/** What the engine of a cluster does, as its own objects say. */
export function engineReport(
  cluster: string,
  sources: readonly KubeObject[],
  stages: readonly FluxStage[],
): EngineReport {
  const own = stages.filter(stage => stage.cluster === cluster);
  const source = sourceOf(sources, own);
  const sourceStatus = source && fluxStatus(source);
  const told = own.map(tell).sort(byName);
  const failed = told.find(stage => stage.state === 'Failed');
  const suspended = [
    ...own.filter(({ status }) => status.suspended).map(one => one.object),
    ...(source && sourceStatus?.suspended ? [source] : []),
  ];
  return {
    kind: 'Flux',
    ...(sourceStatus?.artifact
      ? { sourceRevision: sourceStatus.artifact }
      : {}),
    ...sourceSays(sourceStatus),
    suspended: suspended.length > 0,
    ...suspendedBy(suspended),
    ...appliedOf(own, sourceStatus?.artifact),
    ready: readiness(told),
    ...(failed?.message ? { message: failed.message } : {}),
    stages: told,
  };
}

/** The source of a cluster's own stages; another of that name is a team's. */
function sourceOf(
  sources: readonly KubeObject[],
  own: readonly FluxStage[],
): KubeObject | undefined {
  if (own.length === 0) {
    return sources.find(({ metadata }) => metadata.name === 'fleet');
  }
  const named = own.map(sourceKey);
  return sources.find(({ metadata }) =>
    named.includes(nameKey(metadata.namespace, metadata.name)),
  );
}

function sourceKey({ object }: FluxStage): string {
  const { name, namespace } = json.map(json.map(object.spec).sourceRef);
  const of = json.text(namespace) || object.metadata.namespace;
  return nameKey(of, json.text(name));
}

function sourceSays(
  source: FluxStatus | undefined,
): Pick<EngineReport, 'sourceReady' | 'sourceMessage'> {
  if (!source) return { sourceReady: 'Unknown' };
  const { ready, observed, message } = source;
  const isTold = observed && ready !== 'Absent';
  return {
    sourceReady: isTold ? ready : 'Unknown',
    ...(message ? { sourceMessage: message } : {}),
  };
}

function tell({ object, part, status }: FluxStage): SyncStage {
  return {
    name: object.metadata.name,
    part,
    state: stateOf(status),
    ...(status.message ? { message: status.message } : {}),
    ...(status.lastApplied ? { revision: status.lastApplied } : {}),
  };
}

function stateOf(status: FluxStatus): SyncStage['state'] {
  if (status.suspended) return 'Suspended';
  if (status.ready === 'Absent') return 'Waiting';
  if (!status.observed || status.ready === 'Unknown') return 'Progressing';
  if (status.ready === 'True') return 'Applied';
  return status.reason === 'DependencyNotReady' ? 'Waiting' : 'Failed';
}

function readiness(stages: readonly SyncStage[]): EngineReport['ready'] {
  const states = stages.map(stage => stage.state);
  if (states.includes('Failed')) return 'False';
  const settled = states.every(
    state => state === 'Applied' || state === 'Suspended',
  );
  return settled && states.length > 0 ? 'True' : 'Unknown';
}

function suspendedBy(suspended: readonly KubeObject[]): {
  suspendedBy?: FieldManager;
} {
  for (const object of suspended) {
    const manager = managerOf(object, '.spec.suspend');
    if (manager) return { suspendedBy: manager };
  }
  return {};
}

/** The revision that all stages have applied, else one that a stage is held up at. */
function appliedOf(own: readonly FluxStage[], artifact: string | undefined) {
  const statuses = own.map(({ status }) => status);
  const behind = statuses.find(
    ({ lastApplied }) => lastApplied && lastApplied !== artifact,
  );
  const told = behind ?? statuses.find(({ lastApplied }) => lastApplied);
  const times = statuses.flatMap(({ readySince }) => readySince ?? []).sort();
  const latest = times[times.length - 1];
  return {
    ...(told?.lastApplied ? { appliedRevision: told.lastApplied } : {}),
    ...(latest ? { appliedAt: latest } : {}),
  };
}

function byName(one: SyncStage, other: SyncStage): number {
  return one.name < other.name ? -1 : 1;
}
