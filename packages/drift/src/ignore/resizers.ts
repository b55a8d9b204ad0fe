import { KubeObject, ObjectRef } from '../object';
import { mapOf, specOf, textOf } from '../health/fields';
import { compareQuantities } from '../scalar/quantity';

const AMOUNT =
  /^\.spec\.containers\[name="([^"]+)"\]\.resources\.(requests|limits)\.(cpu|memory)$/;
const HASH = /-[a-z0-9]{8,10}-[a-z0-9]{5}$|-[a-z0-9]{5}$|-\d+$/;

/**
 * Why a pod's requests aren't drift: a VerticalPodAutoscaler sets them when
 * the pod is made. It never changes the template of a workload, so there a
 * difference stays one.
 */
export function resizedBy(
  {
    ref,
    fieldPath,
    live,
  }: { ref: ObjectRef; fieldPath: string; live: unknown },
  autoscalers: readonly KubeObject[],
): string | undefined {
  const [, container, , resource] = AMOUNT.exec(fieldPath) ?? [];
  if (!container || ref.group !== '' || ref.kind !== 'Pod') return undefined;
  const found = autoscalers.find(
    autoscaler =>
      autoscaler.kind === 'VerticalPodAutoscaler' &&
      autoscaler.metadata.namespace === ref.namespace &&
      isTarget(autoscaler, ref) &&
      mapOf(specOf(autoscaler).updatePolicy).updateMode !== 'Off' &&
      isAllowed(autoscaler, container, resource, live),
  );
  return found
    ? `VerticalPodAutoscaler/${found.metadata.name} sizes this container within its bounds`
    : undefined;
}

function isTarget(autoscaler: KubeObject, { name }: ObjectRef): boolean {
  const target = textOf(mapOf(specOf(autoscaler).targetRef).name);
  return target === name || target === name.replace(HASH, '');
}

function isAllowed(
  autoscaler: KubeObject,
  container: string,
  resource: string,
  live: unknown,
): boolean {
  const policies = mapOf(specOf(autoscaler).resourcePolicy).containerPolicies;
  const all = Array.isArray(policies) ? policies.map(mapOf) : [];
  const policy =
    all.find(one => one.containerName === container) ??
    all.find(one => one.containerName === '*') ??
    {};
  if (policy.mode === 'Off') return false;
  const min = mapOf(policy.minAllowed)[resource];
  const max = mapOf(policy.maxAllowed)[resource];
  return (
    (min === undefined || isAtMost(min, live)) &&
    (max === undefined || isAtMost(live, max))
  );
}

function isAtMost(one: unknown, other: unknown): boolean {
  const order = compareQuantities(one, other);
  return order !== undefined && order <= 0;
}
