/**
 * What the API server fills in for built-in kinds, by field name. A person
 * who creates an object owns these too, without having chosen them. `true`
 * stands for any value: the cluster allots it.
 */
const DEFAULTS: Record<string, true | readonly unknown[]> = {
  allocateLoadBalancerNodePorts: [true],
  apiVersion: ['v1'],
  backoffLimit: [6],
  clusterIP: true,
  clusterIPs: true,
  completionMode: ['NonIndexed'],
  completions: [1],
  concurrencyPolicy: ['Allow'],
  defaultMode: [420],
  divisor: ['0'],
  dnsPolicy: ['ClusterFirst'],
  externalTrafficPolicy: ['Cluster'],
  failedJobsHistoryLimit: [1],
  failureThreshold: [3],
  healthCheckNodePort: true,
  imagePullPolicy: ['IfNotPresent', 'Always'],
  internalTrafficPolicy: ['Cluster'],
  ipFamilies: true,
  ipFamilyPolicy: ['SingleStack'],
  matchPolicy: ['Equivalent'],
  maxSurge: ['25%', 0],
  maxUnavailable: ['25%', 1],
  nodePort: true,
  parallelism: [1],
  partition: [0],
  periodSeconds: [10],
  podManagementPolicy: ['OrderedReady'],
  podReplacementPolicy: ['TerminatingOrFailed'],
  progressDeadlineSeconds: [600],
  protocol: ['TCP'],
  reinvocationPolicy: ['Never'],
  replicas: [1],
  restartPolicy: ['Always'],
  revisionHistoryLimit: [10],
  schedulerName: ['default-scheduler'],
  scheme: ['HTTP'],
  scope: ['*'],
  sessionAffinity: ['None'],
  successThreshold: [1],
  successfulJobsHistoryLimit: [3],
  suspend: [false],
  terminationGracePeriodSeconds: [30],
  terminationMessagePath: ['/dev/termination-log'],
  terminationMessagePolicy: ['File'],
  timeoutSeconds: [1, 10],
  type: ['ClusterIP', 'RollingUpdate', 'Opaque'],
  volumeMode: ['Filesystem'],
};

/** Whether a value is what the server itself puts in a field of that name. */
export function isDefault(name: string, value: unknown): boolean {
  if (!Object.prototype.hasOwnProperty.call(DEFAULTS, name)) {
    return isEmptyStruct(value);
  }
  const known = DEFAULTS[name];
  return known === true || known.some(one => one === value);
}

function isEmptyStruct(value: unknown): boolean {
  return (
    value === null ||
    (typeof value === 'object' && Object.keys(value).length === 0)
  );
}
