import type { KubeObject } from '@flotilla/drift';
import { boundRights } from './agentDryRun';

const object = (apiVersion: string, kind: string, name = 'a'): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name },
});
const WIDGET = object('widgets.example/v1', 'Widget');
const SERVED = object(
  'apiregistration.k8s.io/v1',
  'APIService',
  'v1.widgets.example',
);
const DEFINED = object(
  'apiextensions.k8s.io/v1',
  'CustomResourceDefinition',
  'widgets.widgets.example',
);

/** The groups on which there is a right to patch. */
function patched(objects: readonly KubeObject[]): string {
  const role = boundRights(objects).find(({ kind }) => kind === 'ClusterRole');
  return JSON.stringify(role?.rules);
}

describe('the right to patch', () => {
  it('is on kinds of Kubernetes and of projects that are known to define theirs', () => {
    const rules = patched([
      object('v1', 'Service'),
      object('apps/v1', 'Deployment'),
      object('cert-manager.io/v1', 'Certificate'),
    ]);
    expect(rules).toMatch(/"services".*"deployments".*"certificates"/);
  });

  it('is on kinds whose definition Git gives', () => {
    expect(patched([WIDGET, DEFINED])).toContain('"widgets.example"');
  });

  it('is not on kinds of which nothing tells that the API server itself answers for them', () => {
    expect(patched([WIDGET])).not.toContain('widgets.example');
    expect(patched([object('metrics.k8s.io/v1beta1', 'NodeMetrics')])).toBe(
      '[]',
    );
  });

  it('is not on kinds that Git hands to another server, defined or not', () => {
    expect(patched([WIDGET, DEFINED, SERVED])).not.toContain('widgets.example');
  });
});
