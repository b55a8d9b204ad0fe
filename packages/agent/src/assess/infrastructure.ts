import type {
  Condition,
  InfrastructurePool,
  InfrastructureReport,
} from '@flotilla/backstage-plugin-flotilla-common';
import { KubeObject, objectRef } from '@flotilla/drift';
import { json } from '../json';

const POOL_KINDS = new Set(['MachineDeployment', 'MachinePool']);

/** What Cluster API's objects say of a child cluster's machines. */
export function infrastructureReport(
  cluster: string,
  objects: readonly KubeObject[],
): InfrastructureReport | undefined {
  const own = objects.filter(one =>
    objectRef(one).group.endsWith('cluster.x-k8s.io'),
  );
  const root = own.find(
    one =>
      one.kind === 'Cluster' && objectRef(one).group === 'cluster.x-k8s.io',
  );
  if (!root) return undefined;
  const controlPlane = own.find(one => one.kind.endsWith('ControlPlane'));
  return {
    cluster,
    ...(controlPlane
      ? { controlPlane: poolOf(controlPlane) }
      : { controlPlane: { ...poolOf(root), kind: 'Cluster' } }),
    pools: own.filter(one => POOL_KINDS.has(one.kind)).map(poolOf),
    conditions: conditionsOf(root),
  };
}

function poolOf(object: KubeObject): InfrastructurePool {
  const spec = json.map(object.spec);
  const status = json.map(object.status);
  const template = json.map(json.map(spec.template).spec);
  const version = json.text(spec.version) || json.text(template.version);
  const machineType = machineTypeOf(object);
  const desired = json.number(spec.replicas);
  const actual = json.number(status.readyReplicas);
  const { ready, message } = readiness(object);
  return {
    name: object.metadata.name,
    kind: object.kind,
    ...(desired === undefined ? {} : { desired }),
    ...(actual === undefined ? {} : { actual }),
    ...(version ? { version } : {}),
    ...(machineType ? { machineType } : {}),
    ready,
    ...(message ? { message } : {}),
  };
}

function machineTypeOf({ metadata }: KubeObject): string | undefined {
  return (
    metadata.annotations?.['flotilla.dev/machine-type'] ??
    metadata.labels?.['flotilla.dev/machine-type']
  );
}

/** `Available` of v1beta2 before `Ready`; older kinds only have `status.ready` or a phase. */
function readiness(object: KubeObject): {
  ready: InfrastructurePool['ready'];
  message?: string;
} {
  const conditions = conditionsOf(object);
  const named = (type: string) => conditions.find(one => one.type === type);
  const told =
    named('ControlPlaneAvailable') ??
    named('ControlPlaneReady') ??
    named('Available') ??
    named('Ready');
  if (told) return { ready: told.status, message: told.message };
  const status = json.map(object.status);
  if (status.ready === true) return { ready: 'True' };
  if (status.phase === 'Running' || status.phase === 'Provisioned') {
    return { ready: 'True' };
  }
  return {
    ready: status.phase === 'Failed' ? 'False' : 'Unknown',
    message: json.text(status.phase) || undefined,
  };
}

function conditionsOf(object: KubeObject): Condition[] {
  return json.list(json.map(object.status).conditions).map(value => {
    const condition = json.map(value);
    const { status } = condition;
    const since = json.text(condition.lastTransitionTime);
    return {
      type: json.text(condition.type),
      status: status === 'True' || status === 'False' ? status : 'Unknown',
      reason: json.text(condition.reason),
      message: json.text(condition.message),
      ...(since ? { lastTransitionTime: since } : {}),
    };
  });
}
