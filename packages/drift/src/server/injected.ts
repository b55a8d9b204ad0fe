import { ObjectRef } from '../object';
import { Step } from '../path/step';

/** What the webhook of a product puts into pods; `*` at the end is a wildcard. */
interface Injector {
  product: string;
  /** Below `.spec`, or `annotations` and `labels`; `env` and `volumeMounts` in any container. */
  adds: Readonly<Record<string, readonly string[]>>;
  source: string;
}

const INJECTORS: readonly Injector[] = [
  {
    product: 'Istio',
    adds: {
      containers: ['istio-proxy'],
      initContainers: ['istio-init', 'istio-proxy', 'istio-validation'],
      volumes: [
        'istio-*',
        'istiod-ca-cert',
        'workload-socket',
        'workload-certs',
        'credential-socket',
      ],
      annotations: ['sidecar.istio.io/*', 'istio.io/*', 'prometheus.io/*'],
      labels: ['security.istio.io/*', 'service.istio.io/*', 'istio.io/*'],
    },
    source:
      'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/',
  },
  {
    product: 'Linkerd',
    adds: {
      containers: ['linkerd-*'],
      initContainers: ['linkerd-*'],
      volumes: ['linkerd-*'],
      annotations: ['linkerd.io/*', 'viz.linkerd.io/*'],
      labels: ['linkerd.io/*'],
    },
    source: 'https://linkerd.io/2/features/proxy-injection/',
  },
  {
    product: "Vault's agent injector",
    adds: {
      containers: ['vault-agent'],
      initContainers: ['vault-agent-init'],
      volumes: ['home-init', 'home-sidecar', 'vault-secrets'],
      volumeMounts: ['/vault/secrets'],
      annotations: ['vault.hashicorp.com/agent-inject-status'],
    },
    source:
      'https://developer.hashicorp.com/vault/docs/deploy/kubernetes/injector',
  },
  {
    product: 'the service account admission',
    adds: {
      volumes: ['kube-api-access-*'],
      volumeMounts: ['/var/run/secrets/kubernetes.io/serviceaccount'],
    },
    source:
      'https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/',
  },
  {
    product: "Amazon's pod identity webhook",
    adds: {
      volumes: ['aws-iam-token', 'eks-pod-identity-token'],
      volumeMounts: [
        '/var/run/secrets/eks.amazonaws.com/*',
        '/var/run/secrets/pods.eks.amazonaws.com/*',
      ],
      env: [
        'AWS_ROLE_ARN',
        'AWS_WEB_IDENTITY_TOKEN_FILE',
        'AWS_REGION',
        'AWS_DEFAULT_REGION',
        'AWS_STS_REGIONAL_ENDPOINTS',
        'AWS_CONTAINER_*',
      ],
    },
    source: 'https://github.com/aws/amazon-eks-pod-identity-webhook',
  },
  {
    product: "Azure's workload identity webhook",
    adds: {
      volumes: ['azure-identity-token'],
      volumeMounts: ['/var/run/secrets/azure/tokens'],
      env: [
        'AZURE_CLIENT_ID',
        'AZURE_TENANT_ID',
        'AZURE_FEDERATED_TOKEN_FILE',
        'AZURE_AUTHORITY_HOST',
      ],
    },
    source: 'https://azure.github.io/azure-workload-identity/',
  },
];

/** Which product's webhook puts such a field into pods; undefined for none that is known. */
export function injectorOf(
  ref: ObjectRef,
  steps: readonly Step[],
): string | undefined {
  if (ref.group !== '' || ref.kind !== 'Pod') return undefined;
  const named = nameIn(steps);
  if (!named) return undefined;
  const { list, name } = named;
  return INJECTORS.find(({ adds }) =>
    (adds[list] ?? []).some(pattern => matches(pattern, name)),
  )?.product;
}

/** `.metadata.labels.x`, `.spec.volumes[name=x]`, `.spec.containers[…].env[name=x]`. */
function nameIn(steps: readonly Step[]) {
  const [root, list, name, inner, innerName] = steps.map(nameOf);
  if (inner && innerName && list?.toLowerCase().endsWith('containers')) {
    return { list: inner, name: innerName };
  }
  const isItem = root === 'metadata' || steps[2]?.kind === 'keys';
  return isItem && list && name ? { list, name } : undefined;
}

function nameOf(step: Step): string | undefined {
  if (step.kind === 'field') return step.name;
  if (step.kind !== 'keys') return undefined;
  const key = step.keys.name ?? step.keys.mountPath;
  return typeof key === 'string' ? key : undefined;
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*')
    ? name.startsWith(pattern.slice(0, -1))
    : name === pattern;
}
