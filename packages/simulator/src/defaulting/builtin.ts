import {
  ensureObject,
  isJsonObject,
  JsonObject,
  objectAt,
  stringAt,
} from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { fill, maps } from './fill';
import { defaultService, prepareService } from './services';
import {
  Defaulter,
  DefaultingContext,
  WORKLOAD_DEFAULTS,
  WORKLOAD_PREPARATIONS,
} from './workloads';

const RBAC = 'rbac.authorization.k8s.io';

const namespace: Defaulter = object => {
  object.metadata.labels = {
    ...object.metadata.labels,
    'kubernetes.io/metadata.name': object.metadata.name,
  };
};

const prepareNamespace: Defaulter = (object, { live }) => {
  if (live) return;
  fill(ensureObject(object, 'spec'), { finalizers: ['kubernetes'] });
  fill(object, { status: { phase: 'Active' } });
};

const secret: Defaulter = object => {
  const { stringData } = object;
  if (isJsonObject(stringData)) {
    const encoded = ensureObject(object, 'data');
    for (const [key, value] of Object.entries(stringData)) {
      encoded[key] = Buffer.from(String(value)).toString('base64');
    }
    delete object.stringData;
  }
  fill(object, { type: 'Opaque' });
};

const persistentVolumeClaim: Defaulter = object =>
  fill(ensureObject(object, 'spec'), { volumeMode: 'Filesystem' });

const prepareClaim: Defaulter = (object, { live }) => {
  if (live) return;
  object.metadata.finalizers ??= ['kubernetes.io/pvc-protection'];
  fill(object, { status: { phase: 'Pending' } });
};

const roleBinding: Defaulter = object => {
  fill(objectAt(object, 'roleRef'), { apiGroup: RBAC });
  for (const subject of maps(object.subjects)) {
    if (subject.kind !== 'ServiceAccount') fill(subject, { apiGroup: RBAC });
  }
};

const networkPolicy: Defaulter = object => {
  const spec = ensureObject(object, 'spec');
  fill(spec, {
    podSelector: {},
    policyTypes:
      spec.egress === undefined ? ['Ingress'] : ['Ingress', 'Egress'],
  });
  for (const rule of [...maps(spec.ingress), ...maps(spec.egress)]) {
    maps(rule.ports).forEach(port => fill(port, { protocol: 'TCP' }));
  }
};

const prepareIngress: Defaulter = (object, { live }) => {
  if (!live) fill(object, { status: { loadBalancer: {} } });
};

function webhooks(extra: JsonObject): Defaulter {
  return object => {
    for (const webhook of maps(object.webhooks)) {
      fill(webhook, {
        failurePolicy: 'Fail',
        matchPolicy: 'Equivalent',
        namespaceSelector: {},
        objectSelector: {},
        timeoutSeconds: 10,
        ...extra,
      });
      fill(objectAt(webhook, 'clientConfig', 'service'), { port: 443 });
      maps(webhook.rules).forEach(rule => fill(rule, { scope: '*' }));
    }
  };
}

function matchDefaults(match: JsonObject | undefined): void {
  fill(match, {
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
  });
  for (const list of ['resourceRules', 'excludeResourceRules']) {
    maps(match?.[list]).forEach(rule => fill(rule, { scope: '*' }));
  }
}

const admissionPolicy: Defaulter = object => {
  fill(ensureObject(object, 'spec'), { failurePolicy: 'Fail' });
  matchDefaults(objectAt(object, 'spec', 'matchConstraints'));
};

const admissionPolicyBinding: Defaulter = object =>
  matchDefaults(objectAt(object, 'spec', 'matchResources'));

const storageClass: Defaulter = object =>
  fill(object, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' });

const customResourceDefinition: Defaulter = object => {
  const spec = ensureObject(object, 'spec');
  fill(spec, { conversion: { strategy: 'None' } });
  const kind = stringAt(spec, 'names', 'kind') ?? '';
  fill(objectAt(spec, 'names'), {
    listKind: `${kind}List`,
    singular: kind.toLowerCase(),
  });
};

/** The versions that objects may be stored in: the server itself notes them. */
const prepareDefinition: Defaulter = (object, { live }) => {
  if (live) return;
  const versions = maps(objectAt(object, 'spec')?.versions);
  const stored = versions.find(version => version.storage === true);
  object.status = { storedVersions: [stringAt(stored, 'name') ?? ''] };
};

const csiDriver: Defaulter = object =>
  fill(ensureObject(object, 'spec'), {
    attachRequired: true,
    fsGroupPolicy: 'ReadWriteOnceWithFSType',
    podInfoOnMount: false,
    requiresRepublish: false,
    seLinuxMount: false,
    storageCapacity: false,
    volumeLifecycleModes: ['Persistent'],
  });

const limitRange: Defaulter = object => {
  for (const item of maps(objectAt(object, 'spec')?.limits)) {
    if (item.type !== 'Container') continue;
    const defaults = ensureObject(item, 'default');
    fill(defaults, objectAt(item, 'max') ?? {});
    if (Object.keys(defaults).length === 0) delete item.default;
    else fill(ensureObject(item, 'defaultRequest'), defaults);
  }
};

const DEFAULTERS: Readonly<Record<string, Defaulter>> = {
  ...WORKLOAD_DEFAULTS,
  Namespace: namespace,
  Secret: secret,
  Service: defaultService,
  PersistentVolumeClaim: persistentVolumeClaim,
  RoleBinding: roleBinding,
  ClusterRoleBinding: roleBinding,
  NetworkPolicy: networkPolicy,
  MutatingWebhookConfiguration: webhooks({ reinvocationPolicy: 'Never' }),
  ValidatingWebhookConfiguration: webhooks({}),
  ValidatingAdmissionPolicy: admissionPolicy,
  ValidatingAdmissionPolicyBinding: admissionPolicyBinding,
  StorageClass: storageClass,
  CustomResourceDefinition: customResourceDefinition,
  CSIDriver: csiDriver,
  LimitRange: limitRange,
  PriorityClass: object =>
    fill(object, { preemptionPolicy: 'PreemptLowerPriority' }),
  APIService: object =>
    fill(objectAt(object, 'spec', 'service'), { port: 443 }),
};

/** Fills in what the API server defaults for a built-in kind. */
export function defaultBuiltin(
  object: KubeObject,
  context: DefaultingContext,
): void {
  DEFAULTERS[object.kind]?.(object, context);
}

const PREPARATIONS: Readonly<Record<string, Defaulter>> = {
  ...WORKLOAD_PREPARATIONS,
  Namespace: prepareNamespace,
  Service: prepareService,
  PersistentVolumeClaim: prepareClaim,
  Ingress: prepareIngress,
  CustomResourceDefinition: prepareDefinition,
};

/**
 * Adds what the API server itself gives an object after the writer's fields are noted: addresses,
 * generated labels, the first status. Nobody owns these.
 */
export function prepareBuiltin(
  object: KubeObject,
  context: DefaultingContext,
): void {
  PREPARATIONS[object.kind]?.(object, context);
}
