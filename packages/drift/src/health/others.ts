import { KubeObject } from '../object';
import { conditionOf, mapOf, specOf, statusOf, textOf } from './fields';
import { Health, current, failed, inProgress } from './types';

export function serviceHealth(object: KubeObject): Health {
  if (specOf(object).type !== 'LoadBalancer') return current('Service exists.');
  const { ingress } = mapOf(statusOf(object).loadBalancer);
  return Array.isArray(ingress) && ingress.length > 0
    ? current('The load balancer has an address.')
    : inProgress('The load balancer has no address yet.');
}

export function claimHealth(object: KubeObject): Health {
  const { phase } = statusOf(object);
  return phase === 'Bound'
    ? current('The claim is bound.')
    : inProgress(`The claim is ${textOf(phase) || 'Pending'}.`);
}

export function definitionHealth(object: KubeObject): Health {
  const names = conditionOf(object, 'NamesAccepted');
  if (names?.status === 'False') return failed(names.message);
  return conditionOf(object, 'Established')?.status === 'True'
    ? current('The definition is established.')
    : inProgress('The definition is not established yet.');
}

export function namespaceHealth(object: KubeObject): Health {
  return statusOf(object).phase === 'Terminating'
    ? { status: 'Terminating', message: 'The namespace is being deleted.' }
    : current('Namespace exists.');
}

export function budgetHealth(object: KubeObject): Health {
  const allowed = conditionOf(object, 'DisruptionAllowed');
  return current(
    allowed?.status === 'False'
      ? 'No disruption is allowed now.'
      : 'The budget is met.',
  );
}

/** Cluster API: `Ready`, or v1beta2's `Available`; the phase tells of failure. */
export function clusterApiHealth(object: KubeObject): Health {
  const { phase, ready: isReady, initialization } = statusOf(object);
  const ready =
    conditionOf(object, 'Available') ?? conditionOf(object, 'Ready');
  if (phase === 'Failed') return failed(ready?.message || 'Phase is Failed.');
  if (phase === 'Deleting') {
    return { status: 'Terminating', message: 'It is being deleted.' };
  }
  if (ready?.status === 'True') {
    return current(ready.message || `Phase is ${textOf(phase) || 'Ready'}.`);
  }
  // Providers that write no condition: v1beta1's flag, or v1beta2's.
  const isUp = isReady === true || mapOf(initialization).provisioned === true;
  if (!ready && isUp) return current('It is provisioned.');
  return inProgress(
    ready?.message || `Phase is ${textOf(phase) || 'Pending'}.`,
  );
}

/** For kinds without a rule of their own: the conditions that kstatus knows. */
export function genericHealth(object: KubeObject): Health {
  const stalled = conditionOf(object, 'Stalled');
  if (stalled?.status === 'True') return failed(stalled.message || 'Stalled.');
  const reconciling = conditionOf(object, 'Reconciling');
  const ready = conditionOf(object, 'Ready');
  // Flux's word for waiting its turn; it isn't a failure of its own.
  if (ready?.reason === 'DependencyNotReady') return inProgress(ready.message);
  if (reconciling?.status === 'True') {
    // Flux keeps Reconciling=True while it retries what has failed.
    return ready?.status === 'False' &&
      reconciling.reason === 'ProgressingWithRetry'
      ? failed(ready.message || 'Reconciliation failed.')
      : inProgress(reconciling.message || 'Reconciling.');
  }
  if (!ready) return current('Exists.');
  if (ready.status === 'True') return current(ready.message || 'Ready.');
  return ready.status === 'False'
    ? failed(ready.message || ready.reason || 'Not ready.')
    : inProgress(ready.message || 'Readiness is not known yet.');
}
