import {
  ANY,
  EMPTY,
  KUBERNETES,
  ServerRules,
  Surroundings,
  sameAs,
} from './ServerRule';

const CORE = `${KUBERNETES}/pkg/apis/core/v1/defaults.go`;

/** `latest` and no tag at all are pulled always. */
function isPullPolicy(value: unknown, { live }: Surroundings): boolean {
  const name = String(live.image ?? '');
  const tag = name.includes('@')
    ? 'digest'
    : name.slice(name.lastIndexOf('/') + 1).split(':')[1];
  return value === (!tag || tag === 'latest' ? 'Always' : 'IfNotPresent');
}

const probe = (name: string) => ({
  [`container.${name}.timeoutSeconds`]: [1],
  [`container.${name}.periodSeconds`]: [10],
  [`container.${name}.successThreshold`]: [1],
  [`container.${name}.failureThreshold`]: [3],
  [`container.${name}.httpGet.scheme`]: ['HTTP'],
  [`container.${name}.httpGet.path`]: ['/'],
  [`container.${name}.grpc.service`]: [''],
});

/** What the server writes into pods, and into templates of pods. */
export const POD_RULES: readonly ServerRules[] = [
  {
    fields: {
      'pod.serviceAccount': sameAs('serviceAccountName'),
      // Only where Git says the old name: a person who sets the new one sets both.
      'pod.serviceAccountName': (value, { declared }) =>
        value === declared.serviceAccount,
    },
    reason: 'the server writes an old name of the same field beside it',
    source: `${KUBERNETES}/pkg/apis/core/v1/conversion.go`,
  },
  {
    fields: {
      'pod.dnsPolicy': ['ClusterFirst'],
      'pod.restartPolicy': ['Always'],
      'pod.schedulerName': ['default-scheduler'],
      'pod.terminationGracePeriodSeconds': [30],
      'pod.enableServiceLinks': [true],
      'pod.hostNetwork': [false],
      'pod.securityContext': EMPTY,
      'pod.affinity': EMPTY,
      'container.securityContext': EMPTY,
      'container.terminationMessagePath': ['/dev/termination-log'],
      'container.terminationMessagePolicy': ['File'],
      'container.imagePullPolicy': isPullPolicy,
      'container.securityContext.procMount': ['Default'],
      'container.ports[].protocol': ['TCP'],
      'container.env[].valueFrom.fieldRef.apiVersion': ['v1'],
      'container.env[].valueFrom.resourceFieldRef.divisor': ['0'],
      'container.lifecycle.postStart.httpGet.scheme': ['HTTP'],
      'container.lifecycle.postStart.httpGet.path': ['/'],
      'container.lifecycle.preStop.httpGet.scheme': ['HTTP'],
      'container.lifecycle.preStop.httpGet.path': ['/'],
      ...probe('livenessProbe'),
      ...probe('readinessProbe'),
      ...probe('startupProbe'),
      'pod.volumes[].secret.defaultMode': [420],
      'pod.volumes[].configMap.defaultMode': [420],
      'pod.volumes[].downwardAPI.defaultMode': [420],
      'pod.volumes[].downwardAPI.items[].fieldRef.apiVersion': ['v1'],
      'pod.volumes[].projected.defaultMode': [420],
      'pod.volumes[].projected.sources[].downwardAPI.items[].fieldRef.apiVersion':
        ['v1'],
      'pod.volumes[].projected.sources[].serviceAccountToken.expirationSeconds':
        [3600],
      'pod.volumes[].hostPath.type': [''],
      'pod.volumes[].iscsi.iscsiInterface': ['default'],
      'pod.volumes[].ephemeral.volumeClaimTemplate.spec.volumeMode': [
        'Filesystem',
      ],
    },
    reason: "the value is Kubernetes' own default",
    source: CORE,
  },
  {
    fields: {
      'container.ports[].hostPort': (value, { live, pod }) =>
        pod.hostNetwork === true && value === live.containerPort,
    },
    reason: "on the host's network a port of the container is one of the host",
    source: `${CORE} defaultHostNetworkPorts`,
  },
  {
    kinds: ['/Pod'],
    fields: {
      'pod.serviceAccountName': ['default'],
      'pod.serviceAccount': ['default'],
      'pod.nodeName': ANY,
      'pod.priority': ANY,
      'pod.preemptionPolicy': ['PreemptLowerPriority'],
      'pod.tolerations': ANY,
      'pod.tolerations[]': ANY,
    },
    reason: 'admission and the scheduler complete a pod',
    source:
      'https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/',
  },
  {
    kinds: ['/Pod'],
    fields: {
      'container.resources.requests.cpu': ANY,
      'container.resources.requests.memory': ANY,
      'container.resources.requests.ephemeral-storage': ANY,
    },
    reason: 'a pod without requests gets its limits as such',
    source: `${CORE} SetDefaults_Pod`,
  },
];
