import {
  FieldType,
  intOrString,
  keyed,
  listOf,
  plain,
  quantities,
  quantity,
  setOf,
  struct,
  texts,
} from './fieldType';

export const objectMeta = struct({
  labels: texts,
  annotations: texts,
  finalizers: setOf,
  ownerReferences: keyed('uid'),
});

export const selector = struct({
  matchLabels: texts,
});

const portAction = struct({ port: intOrString });
const handler = struct({ httpGet: portAction, tcpSocket: portAction });
const fieldRef = struct({ resourceFieldRef: struct({ divisor: quantity }) });

export const resources = struct({
  limits: quantities,
  requests: quantities,
  claims: keyed('name'),
});

const container = struct({
  env: keyed('name', struct({ valueFrom: fieldRef })),
  ports: keyed(['containerPort', 'protocol'], plain, { protocol: 'TCP' }),
  volumeMounts: keyed('mountPath', plain),
  volumeDevices: keyed('devicePath', plain),
  resources,
  livenessProbe: handler,
  readinessProbe: handler,
  startupProbe: handler,
  lifecycle: struct({ postStart: handler, preStop: handler }),
});

const volume = struct({
  emptyDir: struct({ sizeLimit: quantity }),
  downwardAPI: struct({ items: listOf(fieldRef) }),
  projected: struct({
    sources: listOf(
      struct({
        downwardAPI: struct({ items: listOf(fieldRef) }),
      }),
    ),
  }),
  ephemeral: struct({
    volumeClaimTemplate: struct({
      metadata: objectMeta,
      spec: struct({ resources }),
    }),
  }),
});

const podAffinity = struct({
  requiredDuringSchedulingIgnoredDuringExecution: listOf(
    struct({ labelSelector: selector }),
  ),
});

export const podSpec: FieldType = struct({
  containers: keyed('name', container),
  initContainers: keyed('name', container),
  ephemeralContainers: keyed('name', container),
  volumes: keyed('name', volume),
  imagePullSecrets: keyed('name'),
  hostAliases: keyed('ip'),
  topologySpreadConstraints: keyed(
    ['topologyKey', 'whenUnsatisfiable'],
    struct({ labelSelector: selector }),
  ),
  resourceClaims: keyed('name'),
  schedulingGates: keyed('name'),
  nodeSelector: texts,
  overhead: quantities,
  affinity: struct({ podAffinity, podAntiAffinity: podAffinity }),
});

export const podTemplate = struct({ metadata: objectMeta, spec: podSpec });
