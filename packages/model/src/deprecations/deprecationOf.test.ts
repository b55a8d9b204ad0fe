import { deprecationOf } from './deprecationOf';
import { replacementApis } from './replacementApis';
import { KUBERNETES_APIS } from './kubernetesApis';

const of = (apiVersion: string, kind: string, kubernetes?: string) =>
  deprecationOf({ apiVersion, kind }, kubernetes);

describe('deprecationOf', () => {
  it.each([
    ['extensions/v1beta1', 'Deployment', '1.16', 'apps/v1'],
    ['extensions/v1beta1', 'Ingress', 'v1.22.0', 'networking.k8s.io/v1'],
    ['policy/v1beta1', 'PodDisruptionBudget', '1.25', 'policy/v1'],
    ['policy/v1beta1', 'PodSecurityPolicy', '1.36', undefined],
    [
      'autoscaling/v2beta2',
      'HorizontalPodAutoscaler',
      '1.26',
      'autoscaling/v2',
    ],
    [
      'flowcontrol.apiserver.k8s.io/v1beta3',
      'FlowSchema',
      'v1.32.4-eks-473151a',
      'flowcontrol.apiserver.k8s.io/v1',
    ],
    [
      'admissionregistration.k8s.io/v1beta1',
      'ValidatingAdmissionPolicy',
      '1.34',
      'admissionregistration.k8s.io/v1',
    ],
    ['resource.k8s.io/v1alpha3', 'ResourceClaim', '1.36', 'resource.k8s.io/v1'],
  ])('%s %s is gone in %s', (apiVersion, kind, kubernetes, replacement) => {
    expect(of(apiVersion, kind, kubernetes)).toMatchObject({
      state: 'Removed',
      ...(replacement && { replacement }),
    });
  });

  it('is deprecated from one version, gone from another, and fine before', () => {
    const claim = ['resource.k8s.io/v1beta1', 'ResourceClaim'] as const;
    expect(of(...claim, '1.34')).toBeUndefined();
    expect(of(...claim, '1.36')).toMatchObject({
      state: 'Deprecated',
      deprecatedIn: '1.35',
      removedIn: '1.38',
      replacement: 'resource.k8s.io/v1',
    });
    expect(of(...claim, '1.38')).toMatchObject({ state: 'Removed' });
  });

  it('says deprecated without an end where none is set', () => {
    expect(of('v1', 'Endpoints', '1.33')).toEqual({
      state: 'Deprecated',
      deprecatedIn: '1.33',
      replacement: 'discovery.k8s.io/v1 EndpointSlice',
      source: expect.stringMatching(/^https:/),
    });
  });

  it('tells kinds of one version apart', () => {
    expect(of('storage.k8s.io/v1beta1', 'StorageClass', '1.36')?.state).toBe(
      'Removed',
    );
    expect(
      of('storage.k8s.io/v1beta1', 'VolumeAttributesClass', '1.36')?.state,
    ).toBe('Deprecated');
    expect(of('apps/v1', 'Deployment', '1.36')).toBeUndefined();
    expect(of('acme.example/v1beta1', 'Till', '1.36')).toBeUndefined();
  });

  it('knows other projects, whose releases a version of Kubernetes says nothing of', () => {
    const old = ['helm.toolkit.fluxcd.io/v2beta2', 'HelmRelease'] as const;
    expect(of(...old)).toMatchObject({
      state: 'Deprecated',
      replacement: 'helm.toolkit.fluxcd.io/v2',
    });
    expect(
      of('controlplane.cluster.x-k8s.io/v1beta1', 'RKE2ControlPlane', '1.36'),
    ).toBeUndefined();
  });

  it('says nothing of built-in APIs while the version is unknown, and refuses one that is none', () => {
    expect(of('extensions/v1beta1', 'Ingress')).toBeUndefined();
    expect(() => of('extensions/v1beta1', 'Ingress', 'latest')).toThrow(
      RangeError,
    );
  });
});

describe('what took the place of removed APIs', () => {
  it('is there as helm names it, from the version on that removed the old one', () => {
    expect(replacementApis('v1.25.3')).toEqual(
      expect.arrayContaining(['batch/v1', 'batch/v1/CronJob', 'policy/v1']),
    );
    expect(replacementApis('1.24')).not.toContain('policy/v1');
    expect(
      replacementApis('1.36').filter(api => /alpha|beta/.test(api)),
    ).toEqual([]);
  });
});

describe('the table', () => {
  const rows = KUBERNETES_APIS.flatMap(({ kinds = [''], ...api }) =>
    kinds.map(kind => ({ ...api, kind })),
  );

  it('has each API once', () => {
    const keys = rows.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
    expect(keys).toEqual([...new Set(keys)]);
  });

  it('deprecates nothing after it removed it', () => {
    const minor = (version: string) => Number(version.replace('1.', ''));
    const backwards = rows.filter(
      ({ deprecated, removed }) =>
        removed && minor(removed) < minor(deprecated),
    );
    expect(backwards).toEqual([]);
  });

  it('replaces nothing by what is gone as well', () => {
    const inVain = rows.filter(({ kind, removed, replacement }) => {
      const [apiVersion, renamed = kind] = replacement?.split(' ') ?? [];
      return (
        apiVersion && of(apiVersion, renamed, removed)?.state === 'Removed'
      );
    });
    expect(inVain).toEqual([]);
  });
});
