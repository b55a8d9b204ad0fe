import { KubeObject, objectRef } from '../object';
import { conditionOf, statusOf } from './fields';
import {
  budgetHealth,
  claimHealth,
  clusterApiHealth,
  definitionHealth,
  genericHealth,
  namespaceHealth,
  serviceHealth,
} from './others';
import { Health, inProgress } from './types';
import {
  daemonSetHealth,
  deploymentHealth,
  jobHealth,
  podHealth,
  replicaSetHealth,
  statefulSetHealth,
} from './workloads';

const RULES: Record<string, (object: KubeObject) => Health> = {
  '/Namespace': namespaceHealth,
  '/PersistentVolumeClaim': claimHealth,
  '/Pod': podHealth,
  '/Service': serviceHealth,
  'apiextensions.k8s.io/CustomResourceDefinition': definitionHealth,
  'apps/DaemonSet': daemonSetHealth,
  'apps/Deployment': deploymentHealth,
  'apps/ReplicaSet': replicaSetHealth,
  'apps/StatefulSet': statefulSetHealth,
  'batch/Job': jobHealth,
  'policy/PodDisruptionBudget': budgetHealth,
};

/** Cluster API's kinds that come up over time; its templates only exist. */
const MACHINERY =
  /(Cluster|ControlPlane|MachineDeployment|MachinePool|MachineSet|Machine)$/;

/**
 * How healthy an object is, by kstatus' rules: a table from kind to a small
 * function, and the usual conditions for every other kind.
 *
 * @param object - the live object; `undefined` gives `NotFound`
 *
 * @public
 */
export function healthOf(object: KubeObject | undefined): Health {
  if (!object) {
    return { status: 'NotFound', message: 'The object does not exist.' };
  }
  if (object.metadata.deletionTimestamp) {
    return { status: 'Terminating', message: 'The object is being deleted.' };
  }
  if (isBehind(object)) {
    return inProgress('The controller has not seen the latest change yet.');
  }
  const { group, kind } = objectRef(object);
  const rule = RULES[`${group}/${kind}`];
  if (rule) return rule(object);
  return group.endsWith('cluster.x-k8s.io') && MACHINERY.test(kind)
    ? clusterApiHealth(object)
    : genericHealth(object);
}

/** Status of an older generation tells nothing about the present one. */
function isBehind(object: KubeObject): boolean {
  const { generation } = object.metadata;
  if (typeof generation !== 'number') return false;
  const { observedGeneration } = statusOf(object);
  const observed =
    typeof observedGeneration === 'number'
      ? observedGeneration
      : conditionOf(object, 'Ready')?.observedGeneration;
  return observed !== undefined && observed < generation;
}
