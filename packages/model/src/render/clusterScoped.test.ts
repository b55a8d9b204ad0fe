import { corpus } from '@flotilla/testbed';
import { isRecord } from '../source/pointer';
import { parseManifests } from '../source/manifests';
import { isClusterScoped } from './clusterScoped';

describe('kinds without a namespace', () => {
  const objects = corpus([
    'aws-load-balancer-controller',
    'external-snapshotter',
    'karpenter',
    'keda',
  ]).flatMap(({ text }) => parseManifests(text));

  it('are known where their published definitions say so', () => {
    const defined = objects.flatMap(({ kind, spec }) => {
      if (kind !== 'CustomResourceDefinition' || !isRecord(spec)) return [];
      const { group, names, scope } = spec;
      return [
        {
          apiVersion: `${group}/v1`,
          kind: String(Object(names).kind),
          metadata: { name: 'x' },
          cluster: scope === 'Cluster',
        },
      ];
    });
    const known = defined.filter(isClusterScoped);
    expect(known.length).toBeGreaterThan(5);
    expect(known.filter(({ cluster }) => !cluster)).toEqual([]);
  });

  it('are none of those that are published with a namespace', () => {
    const placed = objects.filter(o => o.metadata.namespace !== undefined);
    expect(placed.length).toBeGreaterThan(20);
    expect(placed.filter(isClusterScoped)).toEqual([]);
  });

  it.each([
    ['v1', 'Namespace', true],
    ['storage.k8s.io/v1', 'VolumeAttributesClass', true],
    ['kyverno.io/v1', 'ClusterPolicy', true],
    ['constraints.gatekeeper.sh/v1beta1', 'K8sRequiredLabels', true],
    ['v1', 'ConfigMap', false],
    ['acme.example/v1', 'ClusterPolicy', false],
  ])('%s %s: %s', (apiVersion, kind, expected) => {
    expect(isClusterScoped({ apiVersion, kind, metadata: { name: 'x' } })).toBe(
      expected,
    );
  });
});
