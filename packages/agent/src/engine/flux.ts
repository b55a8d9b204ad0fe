import type {
  EngineReport,
  FieldManager,
  SyncStage,
} from '@flotilla/backstage-plugin-flotilla-common';
import { KubeObject, managerOf } from '@flotilla/drift';
import { json } from '../json';
import { FluxStatus, fluxStatus } from './fluxStatus';

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

/** On a Kustomization: the part that it applies. */
export const PART = 'flotilla.dev/part';
const CLUSTER = 'flotilla.dev/cluster';

/** A Kustomization that applies a part, and which. */
export interface Stage {
  object: KubeObject;
  cluster: string;
  part: string;
}

/**
 * The Kustomizations that apply parts: by Flotilla's annotations, or by the
 * folder they apply, as the root one has none.
 */
export function stagesOf(
  kustomizations: readonly KubeObject[],
  ownCluster: string,
): Stage[] {
  return kustomizations.flatMap(object => {
    const { annotations, labels } = object.metadata;
    const part = annotations?.[PART];
    if (part) {
      const cluster = annotations?.[CLUSTER] ?? labels?.[CLUSTER] ?? ownCluster;
      return [{ object, cluster, part }];
    }
    const path = json.text(json.map(object.spec).path);
    const match = /^(?:\.?\/)?rendered\/([^/]+)\/(.+?)\/?$/.exec(path);
    return match ? [{ object, cluster: match[1], part: match[2] }] : [];
  });
}

/** What the engine of a cluster does, as its own objects say. */
export function engineReport(
  cluster: string,
  sources: readonly KubeObject[],
  stages: readonly Stage[],
): EngineReport {
  const own = stages.filter(stage => stage.cluster === cluster);
  const source = sourceOf(sources, own);
  const sourceStatus = source && fluxStatus(source);
  const told = own.map(stage => tell(stage)).sort(byName);
  const failed = told.find(stage => stage.state === 'Failed');
  const suspended = [
    ...own.map(stage => stage.object),
    ...(source ? [source] : []),
  ].filter(object => fluxStatus(object).suspended);
  return {
    kind: 'Flux',
    ...(sourceStatus?.artifact
      ? { sourceRevision: sourceStatus.artifact }
      : {}),
    sourceReady: tristate(sourceStatus?.ready),
    ...(sourceStatus?.message ? { sourceMessage: sourceStatus.message } : {}),
    suspended: suspended.length > 0,
    ...suspendedBy(suspended),
    ...appliedOf(own, sourceStatus?.artifact),
    ready: readiness(told),
    ...(failed?.message ? { message: failed.message } : {}),
    stages: told,
  };
}

function sourceOf(sources: readonly KubeObject[], own: readonly Stage[]) {
  const named = own.map(({ object }) =>
    json.text(json.map(json.map(object.spec).sourceRef).name),
  );
  return (
    sources.find(one => named.includes(one.metadata.name)) ??
    sources.find(one => one.metadata.name === 'fleet')
  );
}

function tell({ object, part }: Stage): SyncStage {
  const status = fluxStatus(object);
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
function appliedOf(own: readonly Stage[], artifact: string | undefined) {
  const statuses = own.map(({ object }) => fluxStatus(object));
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

function tristate(ready: FluxStatus['ready'] | undefined) {
  return ready === 'True' || ready === 'False' ? ready : 'Unknown';
}

function byName(one: SyncStage, other: SyncStage): number {
  return one.name < other.name ? -1 : 1;
}
