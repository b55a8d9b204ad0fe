import { knownKinds, schemaProblems } from './schemaProblems';

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels: { app: 'web' } },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        containers: [
          {
            name: 'web',
            image: 'nginx:1.27',
            resources: { limits: { cpu: '500m', memory: '1Gi' } },
          },
        ],
      },
    },
  },
};

const cluster = {
  apiVersion: 'cluster.x-k8s.io/v1beta2',
  kind: 'Cluster',
  metadata: { name: 'prod' },
  spec: {
    infrastructureRef: {
      apiGroup: 'infrastructure.cluster.x-k8s.io',
      kind: 'DevCluster',
      name: 'prod',
    },
  },
};

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'tills.acme.example' },
  spec: {
    group: 'acme.example',
    names: { kind: 'Till', plural: 'tills' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: {
                  number: { type: 'integer' },
                  note: { type: 'string', nullable: true },
                  silent: { type: 'object' },
                  free: {
                    type: 'object',
                    'x-kubernetes-preserve-unknown-fields': true,
                  },
                },
              },
            },
          },
        },
      },
    ],
  },
};

const till = (spec: object) => ({
  apiVersion: 'acme.example/v1',
  kind: 'Till',
  metadata: { name: 'one', namespace: 'shop' },
  spec,
});

describe('schemaProblems', () => {
  it('finds nothing wrong with what the API server takes', () => {
    expect(schemaProblems(deployment)).toEqual([]);
    expect(schemaProblems(cluster)).toEqual([]);
    expect(schemaProblems(definition)).toEqual([]);
  });

  it.each([
    ['a field that its kind lacks', { replcias: 2 }, 'unknown field replcias'],
    ['a wrong type', { replicas: '2' }, '/spec/replicas: must be integer'],
    ['null', { replicas: null }, '/spec/replicas: must be integer'],
    [
      'neither a count nor a share',
      { strategy: { rollingUpdate: { maxSurge: true } } },
      'maxSurge: must be integer,string',
    ],
  ])('names %s', (_, change, problem) => {
    const spec = { ...deployment.spec, ...change };
    expect(schemaProblems({ ...deployment, spec })).toEqual([
      expect.stringContaining(problem),
    ]);
  });

  it('names what is missing', () => {
    const { selector: _, ...spec } = deployment.spec;
    expect(schemaProblems({ ...deployment, spec })).toEqual([
      "/spec: must have required property 'selector'",
    ]);
  });

  it('names a value that is in no list', () => {
    const spec = { ...cluster.spec, clusterNetwork: { apiServerPort: 'x' } };
    const taint = { key: 'gpu', effect: 'Never' };
    const pool = {
      apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
      kind: 'AWSManagedMachinePool',
      metadata: { name: 'gpu' },
      spec: { taints: [{ ...taint, value: '' }] },
    };
    expect(schemaProblems({ ...cluster, spec })).toEqual([
      '/spec/clusterNetwork/apiServerPort: must be integer',
    ]);
    expect(schemaProblems(pool)).toEqual([
      '/spec/taints/0/effect: must be one of no-schedule, no-execute, prefer-no-schedule',
    ]);
  });

  it('names two items that server-side apply could not tell apart', () => {
    const [web] = deployment.spec.template.spec.containers;
    const { metadata } = deployment.spec.template;
    const template = { metadata, spec: { containers: [web, web] } };
    const spec = { ...deployment.spec, template };
    expect(schemaProblems({ ...deployment, spec })).toEqual([
      '/spec/template/spec/containers: two items have the same keys',
    ]);
  });

  it('says that it does not know a kind', () => {
    expect(schemaProblems(till({}))).toEqual([
      'no schema for acme.example/v1/Till',
    ]);
    expect(schemaProblems({ kind: 'Pod' })).toEqual(['no schema for /Pod']);
  });

  it('reads a kind from the definition that comes with it', () => {
    const good = till({ number: 4, note: null, free: { any: ['thing'] } });
    const bad = till({ number: 4.5, silent: { some: 'thing' } });
    expect(schemaProblems(good, [definition])).toEqual([]);
    expect(schemaProblems(bad, [definition])).toEqual([
      '/spec/number: must be integer',
      '/spec/silent: unknown field some',
    ]);
    expect(schemaProblems({ ...good, shop: 1 }, [definition])).toEqual([
      '/: unknown field shop',
    ]);
  });

  it('knows Kubernetes, Cluster API with its providers, Flux and Argo CD', () => {
    const wanted = [
      'v1/Service',
      'batch/v1/CronJob',
      'infrastructure.cluster.x-k8s.io/v1beta1/AzureASOManagedCluster',
      'infrastructure.cluster.x-k8s.io/v1beta1/GCPManagedCluster',
      'infrastructure.cluster.x-k8s.io/v1beta2/AWSManagedCluster',
      'infrastructure.cluster.x-k8s.io/v1beta1/Metal3Cluster',
      'infrastructure.cluster.x-k8s.io/v1beta1/VSphereCluster',
      'kustomize.toolkit.fluxcd.io/v1/Kustomization',
      'argoproj.io/v1alpha1/Application',
    ];
    expect(knownKinds()).toEqual(expect.arrayContaining(wanted));
  });
});
