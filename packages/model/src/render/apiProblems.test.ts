import { complaints } from '../__fixtures__/loaded';

const MANIFEST = 'components/web/1.0.0/manifests/more.yaml';

const withApi = (apiVersion: string, kind: string) =>
  complaints({
    [MANIFEST]: `# budgets\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: web}\n`,
  });

describe('the API of a rendered object', () => {
  it('is an error with its place and the replacement where it is gone', () => {
    expect(withApi('policy/v1beta1', 'PodDisruptionBudget')).toEqual(
      [
        `${MANIFEST}:2:13  PodDisruptionBudget web: policy/v1beta1 is gone since Kubernetes 1.25, and this is for v1.35.4\n` +
          '  Write policy/v1 instead.',
        // The management cluster is on the same model without a version of its provider's table.
        `${MANIFEST}:2:13  PodDisruptionBudget web: policy/v1beta1 is gone since Kubernetes 1.25, and this is for 1.35\n` +
          '  Write policy/v1 instead.',
      ].sort(),
    );
  });

  it('is a warning with its end where it is deprecated, once for all clusters', () => {
    expect(withApi('resource.k8s.io/v1beta1', 'DeviceClass')).toEqual([
      `${MANIFEST}:2:13  warning: DeviceClass web: resource.k8s.io/v1beta1 is deprecated since Kubernetes 1.35 and goes in 1.38\n` +
        '  Write resource.k8s.io/v1 instead.',
    ]);
    expect(withApi('v1', 'Endpoints')).toEqual([
      `${MANIFEST}:2:13  warning: Endpoints web: v1 is deprecated since Kubernetes 1.33\n` +
        '  Write discovery.k8s.io/v1 EndpointSlice instead.',
    ]);
  });
});
