import type { KubeObject } from '@flotilla/drift';
import { AGENT, AGENT_NAMESPACE, TOKEN_SECRET } from './names';

/** Where the agent's own container says whether it lives; on localhost, so that nothing of ours listens. */
const HEALTH_PORT = 8081;
const LABELS = { 'app.kubernetes.io/name': AGENT };

/** What may be chosen when an agent is installed. */
export interface AgentChoices {
  image: string;
  /** Serves metrics to the Pod's network, and lets Prometheus in. */
  metrics?: boolean;
}

/** The agent itself: it runs as nobody, writes no file and holds no right of its node. */
export function agentDeployment(choices: AgentChoices): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: AGENT, namespace: AGENT_NAMESPACE, labels: LABELS },
    spec: {
      // More do no harm: a Lease lets one of them speak.
      replicas: 1,
      selector: { matchLabels: LABELS },
      template: {
        metadata: { labels: LABELS },
        spec: {
          serviceAccountName: AGENT,
          terminationGracePeriodSeconds: 10,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65532,
            runAsGroup: 65532,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [container(choices)],
        },
      },
    },
  };
}

function container({ image, metrics }: AgentChoices): Record<string, unknown> {
  return {
    name: 'agent',
    image,
    env: environment(metrics === true),
    ...(metrics && {
      ports: [{ name: 'metrics', containerPort: HEALTH_PORT }],
    }),
    livenessProbe: {
      exec: { command: ['/nodejs/bin/node', '/app/healthcheck.cjs'] },
      initialDelaySeconds: 30,
      periodSeconds: 60,
      timeoutSeconds: 10,
    },
    resources: {
      requests: { cpu: '50m', memory: '128Mi' },
      limits: { memory: '256Mi' },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
  };
}

function environment(metrics: boolean): unknown[] {
  const setting = (name: string, key: string) => ({
    name,
    valueFrom: { configMapKeyRef: { name: AGENT, key } },
  });
  const own = (name: string, fieldPath: string) => ({
    name,
    valueFrom: { fieldRef: { fieldPath } },
  });
  return [
    setting('FLOTILLA_HUB_URL', 'hub.url'),
    setting('FLOTILLA_FLEET', 'fleet'),
    setting('FLOTILLA_CLUSTER', 'cluster'),
    own('FLOTILLA_NAMESPACE', 'metadata.namespace'),
    own('FLOTILLA_IDENTITY', 'metadata.name'),
    {
      name: 'FLOTILLA_TOKEN',
      valueFrom: {
        secretKeyRef: { name: TOKEN_SECRET, key: 'token', optional: true },
      },
    },
    { name: 'FLOTILLA_HEALTH_PORT', value: String(HEALTH_PORT) },
    ...(metrics ? [{ name: 'FLOTILLA_HEALTH_HOST', value: '0.0.0.0' }] : []),
  ];
}

/**
 * Nobody speaks to the agent, but for who reads its metrics where those are served. Where it may speak to isn't limited:
 * the addresses of API server and hub aren't known here.
 */
export function agentNetworkPolicy({
  metrics,
}: Pick<AgentChoices, 'metrics'>): KubeObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: AGENT, namespace: AGENT_NAMESPACE },
    spec: {
      podSelector: { matchLabels: LABELS },
      policyTypes: ['Ingress'],
      ...(metrics && {
        ingress: [{ ports: [{ protocol: 'TCP', port: HEALTH_PORT }] }],
      }),
    },
  };
}
