import type { KubeObject } from '@flotilla/drift';
import { corpus } from '@flotilla/testbed';
import { complaints } from '../__fixtures__/loaded';
import { replace } from '../__fixtures__/smallFleet';
import { parseManifests } from '../source/manifests';
import { mirrorImages } from './images';
import { sortMirrors } from '../images/mirror';

const mirrors = sortMirrors([
  { from: 'docker.io', to: 'hub.example/hub' },
  { from: 'quay.io', to: 'hub.example/quay' },
  { from: 'registry.k8s.io', to: 'hub.example/k8s' },
]);

function mirrored(text: string): KubeObject {
  const [object] = parseManifests(text);
  const once = mirrorImages(object, mirrors);
  expect(mirrorImages(once, mirrors)).toBe(once);
  return once;
}

describe('an image', () => {
  it.each(['containers', 'initContainers', 'ephemeralContainers'])(
    'is found among %s of any kind',
    field => {
      const { spec } = mirrored(`
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: web}
spec: {template: {spec: {${field}: [{name: a, image: nginx}, {name: b}]}}}
`);
      expect(spec).toEqual({
        template: {
          spec: {
            [field]: [
              { name: 'a', image: 'hub.example/hub/library/nginx' },
              { name: 'b' },
            ],
          },
        },
      });
    },
  );

  it('is found in the text of a static pod, of which nothing else changes', () => {
    const file = (image: string) =>
      [
        'apiVersion: v1',
        'kind: Pod',
        'metadata: {name: kube-vip, annotations: {image: quay.io/acme/a:1}}',
        'spec:',
        '  containers:',
        `    - image: ${image} # moves the address`,
        '      name: kube-vip',
        '',
      ].join('\n');
    const other = 'image: quay.io/acme/a:1\n';
    const { spec } = mirrored(
      JSON.stringify({
        apiVersion: 'controlplane.cluster.x-k8s.io/v1beta2',
        kind: 'KubeadmControlPlane',
        metadata: { name: 'one' },
        spec: {
          kubeadmConfigSpec: {
            files: [
              { path: '/a', content: file('"quay.io/kube-vip/kube-vip:v1"') },
              { path: '/b', content: other },
              { path: '/c', contentFrom: { secret: { name: 'c' } } },
            ],
          },
        },
      }),
    );
    expect(spec).toEqual({
      kubeadmConfigSpec: {
        files: [
          {
            path: '/a',
            content: file('"hub.example/quay/kube-vip/kube-vip:v1"'),
          },
          { path: '/b', content: other },
          { path: '/c', contentFrom: { secret: { name: 'c' } } },
        ],
      },
    });
  });

  it('is found in CronJobs and in image volumes', () => {
    const text = JSON.stringify(
      mirrored(`
apiVersion: batch/v1
kind: CronJob
metadata: {name: web}
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers: [{name: a, image: quay.io/acme/a:1}]
          volumes:
            - {name: model, image: {reference: "quay.io/acme/model:3", pullPolicy: Always}}
            - {name: tmp, emptyDir: {}}
`),
    );
    expect(text).toContain('"image":"hub.example/quay/acme/a:1"');
    expect(text).toContain('"reference":"hub.example/quay/acme/model:3"');
  });

  it.each([
    [
      'monitoring.coreos.com/v1',
      'Prometheus',
      '{image: quay.io/prometheus/prometheus:v3, thanos: {image: quay.io/thanos/thanos:v1}}',
      '{image: hub.example/quay/prometheus/prometheus:v3, thanos: {image: hub.example/quay/thanos/thanos:v1}}',
    ],
    [
      'controlplane.cluster.x-k8s.io/v1beta2',
      'KubeadmControlPlane',
      '{kubeadmConfigSpec: {clusterConfiguration: {imageRepository: registry.k8s.io, dns: {imageRepository: registry.k8s.io/coredns}}}}',
      '{kubeadmConfigSpec: {clusterConfiguration: {imageRepository: hub.example/k8s, dns: {imageRepository: hub.example/k8s/coredns}}}}',
    ],
    [
      'infrastructure.cluster.x-k8s.io/v1beta2',
      'DevMachineTemplate',
      '{template: {spec: {backend: {docker: {customImage: "kindest/node:v1", preLoadImages: [nginx]}}}}}',
      '{template: {spec: {backend: {docker: {customImage: "hub.example/hub/kindest/node:v1", preLoadImages: [hub.example/hub/library/nginx]}}}}}',
    ],
    [
      'source.toolkit.fluxcd.io/v1',
      'OCIRepository',
      '{url: oci://quay.io/acme/charts}',
      '{url: oci://hub.example/quay/acme/charts}',
    ],
    [
      'source.toolkit.fluxcd.io/v1',
      'HelmRepository',
      '{url: https://quay.io/acme/charts}',
      '{url: https://quay.io/acme/charts}',
    ],
    [
      'argoproj.io/v1alpha1',
      'Application',
      '{sources: [{repoURL: quay.io/acme/charts, chart: web}, {repoURL: "https://quay.io/acme"}]}',
      '{sources: [{repoURL: hub.example/quay/acme/charts, chart: web}, {repoURL: "https://quay.io/acme"}]}',
    ],
    [
      'argoproj.io/v1alpha1',
      'AppProject',
      '{sourceRepos: ["*", quay.io/acme/charts]}',
      '{sourceRepos: ["*", hub.example/quay/acme/charts]}',
    ],
    [
      'opentelemetry.io/v1alpha1',
      'Instrumentation',
      '{java: {image: quay.io/otel/java:2}, sampler: {type: always_on}}',
      '{java: {image: hub.example/quay/otel/java:2}, sampler: {type: always_on}}',
    ],
    [
      'kyverno.io/v1',
      'ClusterPolicy',
      '{rules: [{validate: {pattern: {spec: {containers: [{image: quay.io/acme/a}]}}}}]}',
      '{rules: [{validate: {pattern: {spec: {containers: [{image: quay.io/acme/a}]}}}}]}',
    ],
    [
      'apps/v1',
      'Deployment',
      '{template: {spec: {containers: [{name: a, args: [--solver-image=quay.io/a/b], env: [{name: RELATED_IMAGE, value: quay.io/a/b}]}]}}}',
      '{template: {spec: {containers: [{name: a, args: [--solver-image=quay.io/a/b], env: [{name: RELATED_IMAGE, value: quay.io/a/b}]}]}}}',
    ],
  ])('of %s %s', (apiVersion, kind, before, after) => {
    const text = (spec: string) =>
      `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x}\nspec: ${spec}\n`;
    expect(mirrored(text(before))).toEqual(parseManifests(text(after))[0]);
  });

  it.each([
    [
      '{image: {registry: quay.io, repository: a/b, tag: v1}}',
      '{image: {registry: hub.example, repository: quay/a/b, tag: v1}}',
    ],
    [
      '{image: {registry: registry.k8s.io, image: ingress-nginx/controller}}',
      '{image: {registry: hub.example, image: k8s/ingress-nginx/controller}}',
    ],
    [
      '{sidecar: {image: {repository: quay.io/a/b, tag: v1}}}',
      '{sidecar: {image: {repository: hub.example/quay/a/b, tag: v1}}}',
    ],
    ['{image: "quay.io/a/b:v1"}', '{image: "hub.example/quay/a/b:v1"}'],
    [
      '{global: {imageRegistry: docker.io}}',
      '{global: {imageRegistry: hub.example/hub}}',
    ],
    [
      '{extraContainers: [{name: a, image: busybox}], initContainers: [{name: b, image: busybox}]}',
      '{extraContainers: [{name: a, image: busybox}], initContainers: [{name: b, image: hub.example/hub/library/busybox}]}',
    ],
    // Only the chart knows which registry it puts before these.
    [
      '{image: {repository: bitnami/nginx, tag: "1"}}',
      '{image: {repository: bitnami/nginx, tag: "1"}}',
    ],
    [
      '{repository: "https://quay.io/a/b", registry: {enabled: true}}',
      '{repository: "https://quay.io/a/b", registry: {enabled: true}}',
    ],
  ])('in the values of a chart: %s', (before, after) => {
    const release = (values: string) =>
      `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: x}\nspec: {values: ${values}}\n`;
    expect(mirrored(release(before))).toEqual(
      parseManifests(release(after))[0],
    );
  });

  it('costs nothing where there is no mirror, and copies nothing that stays', () => {
    const [object] = parseManifests(
      'apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: [{name: a, image: ghcr.io/a/b}]}\n',
    );
    expect(mirrorImages(object, [])).toBe(object);
    expect(mirrorImages(object, mirrors)).toBe(object);
  });
});

/** Small files of many kinds: the large ones are CRDs, which name no image. */
const FILES = [
  'alertmanager',
  'aws-ebs-csi-driver',
  'cassandra',
  'coredns',
  'external-dns',
  'fluentd',
  'goldilocks',
  'grafana',
  'guestbook',
  'ingress-nginx',
  'jupyterhub',
  'kured',
  'loki',
  'percona-pxc',
  'tempo-distributed',
];

it('leaves no image of published manifests with a registry that has a mirror', () => {
  const everywhere = sortMirrors(
    [
      'docker.io',
      'quay.io',
      'ghcr.io',
      'registry.k8s.io',
      'gcr.io',
      'public.ecr.aws',
      'nvcr.io',
      'us-docker.pkg.dev',
    ].map(from => ({ from, to: `hub.example/${from}` })),
  );
  const left = corpus(FILES)
    .flatMap(({ text }) => parseManifests(text))
    .map(object => mirrorImages(object, everywhere))
    .flatMap(object => imagesIn(object));
  expect(left.length).toBeGreaterThan(20);
  expect(left.filter(image => !image.startsWith('hub.example/'))).toEqual([]);
});

describe('a mirror that is none', () => {
  const faults = (written: string) =>
    complaints({
      'fleet.yaml': replace(
        '{from: docker.io, to: mirror.example/hub}',
        written,
      ),
    });

  it.each([
    '{from: "https://docker.io", to: mirror.example}',
    '{from: docker.io, to: "mirror.example/hub:latest"}',
  ])('is refused: %s', mirror => {
    expect(faults(mirror)).toEqual([
      expect.stringMatching(
        /^fleet\.yaml:11:\d+ .*isn't a registry or a place in one/,
      ),
    ]);
  });

  it('is a second one of the same registry', () => {
    expect(
      faults(
        '{from: docker.io, to: a.example}, {from: docker.io, to: b.example}',
      ),
    ).toEqual([expect.stringMatching(/a registry has two mirrors/)]);
  });
});

function imagesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) =>
    key === 'image' && typeof item === 'string' ? [item] : imagesIn(item),
  );
}
