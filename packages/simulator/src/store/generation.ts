import { equal } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { Kind } from '../schema/kinds';

/** Built-in kinds whose generation counts; the others have none. */
const COUNTED = new Set(
  `Deployment ReplicaSet StatefulSet DaemonSet Job CronJob Pod ReplicationController Ingress IngressClass
NetworkPolicy PodDisruptionBudget PriorityClass MutatingWebhookConfiguration ValidatingWebhookConfiguration
ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding CustomResourceDefinition`.split(
    /\s+/,
  ),
);

function counts(kind: Kind): boolean {
  return kind.custom || COUNTED.has(kind.kind);
}

export function firstGeneration(kind: Kind, object: KubeObject): void {
  if (counts(kind)) object.metadata.generation = 1;
  else delete object.metadata.generation;
}

/** A generation counts changes of what's wanted: never of metadata, never of status. */
export function advanceGeneration(
  kind: Kind,
  live: KubeObject,
  next: KubeObject,
): void {
  if (!counts(kind)) return;
  const changed = [
    ...new Set([...Object.keys(live), ...Object.keys(next)]),
  ].some(
    key =>
      key !== 'metadata' &&
      !(key === 'status' && kind.hasStatus) &&
      !equal(live[key], next[key]),
  );
  if (changed) next.metadata.generation = (live.metadata.generation ?? 0) + 1;
}
