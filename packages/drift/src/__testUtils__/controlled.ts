import type { Product } from '@flotilla/testbed';

const metadata = { name: 'controlled' };
const labels = { app: 'controlled' };
const pod = { containers: [{ name: 'app', image: 'shop/web:1.0' }] };

/**
 * What controllers write to and no product of the corpus has: replicas that Git declares beside an autoscaler, a
 * place kept for a CA bundle, and a pod by itself.
 */
export const CONTROLLED: Product = {
  name: 'controlled',
  namespace: 'controlled',
  objects: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: pod },
      },
    },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata,
      spec: {
        scaleTargetRef: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: 'controlled',
        },
        minReplicas: 2,
        maxReplicas: 4,
      },
    },
    { apiVersion: 'v1', kind: 'Pod', metadata, spec: pod },
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata,
      webhooks: [
        {
          name: 'shop.example.org',
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          failurePolicy: 'Ignore',
          clientConfig: {
            service: { name: 'controlled', namespace: 'controlled' },
            caBundle: 'Cg==',
          },
          rules: [
            {
              apiGroups: ['shop.example.org'],
              apiVersions: ['v1'],
              operations: ['CREATE'],
              resources: ['orders'],
            },
          ],
        },
      ],
    },
  ],
};
