import { createHash } from 'node:crypto';
import { isJsonObject, JsonObject, listAt, valueAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';

/** Sets what a Deployment's status says of it in words. */
export function deploymentConditions(
  status: JsonObject,
  object: KubeObject,
  state: {
    /** Whether all pods are ready. */
    ready: boolean;
    /** Whether they're being replaced by pods of another template. */
    rolls: boolean;
  },
  now: string,
): void {
  const subject = `ReplicaSet "${replicaSetName(object)}"`;
  const available: JsonObject = state.ready
    ? {
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
  setCondition(status, { type: 'Available', ...available }, now);
  if (state.ready) {
    const reason = 'NewReplicaSetAvailable';
    const message = `${subject} has successfully progressed.`;
    const progressing = { status: 'True', reason, message };
    setCondition(status, { type: 'Progressing', ...progressing }, now);
  } else if (state.rolls || !hasCondition(status, 'Progressing')) {
    // A Deployment that is only scaled doesn't progress anew.
    const reason = 'ReplicaSetUpdated';
    const message = `${subject} is progressing.`;
    const progressing = { status: 'True', reason, message };
    setCondition(status, { type: 'Progressing', ...progressing }, now);
  }
}

/** The end of the name follows from the template, as a ReplicaSet's does. */
function replicaSetName(object: KubeObject): string {
  const template = JSON.stringify(valueAt(object, 'spec', 'template') ?? null);
  const hash = createHash('sha256').update(template).digest('hex');
  return `${object.metadata.name}-${hash.slice(0, 10)}`;
}

function conditionsOf(status: JsonObject): JsonObject[] {
  return listAt(status, 'conditions').filter(isJsonObject);
}

function hasCondition(status: JsonObject, type: string): boolean {
  return conditionsOf(status).some(condition => condition.type === type);
}

/** As the controller does: one that changes goes to the end, one that says the same is left alone. */
function setCondition(
  status: JsonObject,
  condition: JsonObject,
  now: string,
): void {
  const all = conditionsOf(status);
  const before = all.find(({ type }) => type === condition.type);
  const sameStatus = before?.status === condition.status;
  if (sameStatus && before?.reason === condition.reason) return;
  status.conditions = [
    ...all.filter(each => each !== before),
    {
      ...condition,
      lastTransitionTime: sameStatus ? before?.lastTransitionTime : now,
      lastUpdateTime: now,
    },
  ];
}
