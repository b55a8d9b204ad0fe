import { KubeObject } from '../object';
import { conditionOf, mapOf, numberOf, specOf, statusOf } from './fields';
import { Health, current, failed, inProgress } from './types';

export function deploymentHealth(object: KubeObject): Health {
  const progressing = conditionOf(object, 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    return failed(progressing.message || 'The progress deadline has passed.');
  }
  const status = statusOf(object);
  const wanted = numberOf(specOf(object).replicas, 1);
  const updated = numberOf(status.updatedReplicas);
  const available = numberOf(status.availableReplicas);
  if (updated < wanted) return inProgress(`Updated: ${updated}/${wanted}`);
  if (numberOf(status.replicas) > updated) {
    return inProgress('Old replicas are being removed.');
  }
  if (available < wanted) {
    return inProgress(`Available: ${available}/${wanted}`);
  }
  return current(`Available: ${available}/${wanted}`);
}

export function replicaSetHealth(object: KubeObject): Health {
  const wanted = numberOf(specOf(object).replicas, 1);
  const available = numberOf(statusOf(object).availableReplicas);
  return available < wanted
    ? inProgress(`Available: ${available}/${wanted}`)
    : current(`Available: ${available}/${wanted}`);
}

export function statefulSetHealth(object: KubeObject): Health {
  const spec = specOf(object);
  const status = statusOf(object);
  const wanted = numberOf(spec.replicas, 1);
  const ready = numberOf(status.readyReplicas);
  if (ready < wanted) return inProgress(`Ready: ${ready}/${wanted}`);
  // Under OnDelete nothing moves until a person deletes the pods.
  if (mapOf(spec.updateStrategy).type === 'OnDelete') {
    return current(`Ready: ${ready}/${wanted}`);
  }
  const partition = numberOf(
    mapOf(mapOf(spec.updateStrategy).rollingUpdate).partition,
  );
  const updated = numberOf(status.updatedReplicas);
  if (status.currentRevision !== status.updateRevision) {
    const due = Math.max(wanted - partition, 0);
    if (updated < due) return inProgress(`Updated: ${updated}/${due}`);
  }
  return current(`Ready: ${ready}/${wanted}`);
}

export function daemonSetHealth(object: KubeObject): Health {
  const status = statusOf(object);
  if (status.desiredNumberScheduled === undefined) {
    return inProgress('No pods have been planned yet.');
  }
  const wanted = numberOf(status.desiredNumberScheduled);
  const updated = numberOf(status.updatedNumberScheduled);
  const available = numberOf(status.numberAvailable);
  if (updated < wanted) return inProgress(`Updated: ${updated}/${wanted}`);
  return available < wanted
    ? inProgress(`Available: ${available}/${wanted}`)
    : current(`Available: ${available}/${wanted}`);
}

export function jobHealth(object: KubeObject): Health {
  const broken = conditionOf(object, 'Failed');
  if (broken?.status === 'True') return failed(broken.message || 'Job failed.');
  if (conditionOf(object, 'Complete')?.status === 'True') {
    return current('Job is complete.');
  }
  // A running Job is Current: it does what it is there for, as in kstatus.
  return statusOf(object).startTime
    ? current('Job is running.')
    : inProgress('Job has not started.');
}

export function podHealth(object: KubeObject): Health {
  const { phase } = statusOf(object);
  if (phase === 'Succeeded') return current('Pod has completed.');
  if (phase === 'Failed') return failed('Pod has failed.');
  return conditionOf(object, 'Ready')?.status === 'True'
    ? current('Pod is ready.')
    : inProgress(`Pod is ${phase ?? 'Pending'}.`);
}
