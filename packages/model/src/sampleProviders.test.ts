import type { KubeObject } from '@flotilla/drift';
import { schemaProblems } from '@flotilla/testbed';
import { sampleWith } from './__testUtils__/sampleClusters';
import type { NewCluster } from './__testUtils__/sampleClusters';
import { composeCluster } from './compose/compose';
import { formatProblem } from './problems';
import { renderCluster } from './render/cluster';

/** Every provider that a model of the sample lists, with every variant. */
function everyCombination(): NewCluster[] {
  const { models } = sampleWith([]);
  const combinations: NewCluster[] = [];
  for (const { metadata, spec } of models.values()) {
    const { version, providers = [], variants = [] } = spec;
    for (const { name: provider } of providers) {
      for (const variant of [undefined, ...variants.map(v => v.name)]) {
        const name = `${provider}-${combinations.length}`;
        const model = { name: metadata.name, version };
        combinations.push({
          name,
          model,
          provider,
          ...(variant && { variant }),
        });
      }
    }
  }
  return combinations;
}

const clusters = everyCombination();
const fleet = sampleWith(clusters);

function rendered(name: string) {
  const { parts, problems } = renderCluster(fleet, name);
  return {
    name,
    problems: problems.map(formatProblem),
    objects: parts.flatMap(({ objects }) => objects),
    infrastructure:
      parts.find(part => part.name === 'infrastructure')?.objects ?? [],
  };
}

const titleOf = ({ model, provider, variant }: NewCluster) =>
  [provider, model.name, model.version, variant].filter(Boolean).join(' ');
const kindsOf = (objects: readonly KubeObject[]) =>
  new Set(objects.map(({ kind }) => kind));

describe('every provider with every model of the sample fleet', () => {
  it.each(clusters.map(cluster => [titleOf(cluster), cluster.name]))(
    'gives what the API server takes: %s',
    (_, name) => {
      const { objects, problems } = rendered(name);
      expect(problems).toEqual([]);
      const definitions = objects.filter(
        ({ kind }) => kind === 'CustomResourceDefinition',
      );
      expect(
        objects.flatMap(object =>
          schemaProblems(object, definitions).map(
            problem => `${object.kind} ${object.metadata.name} ${problem}`,
          ),
        ),
      ).toEqual([]);
    },
  );
});

describe('a provider', () => {
  const example = (provider: string) => {
    const cluster = clusters.find(
      c =>
        c.provider === provider &&
        c.model.version === '1.5.0' &&
        c.variant === 'gpu',
    );
    if (!cluster) throw new Error(`nothing runs on ${provider}`);
    return rendered(cluster.name);
  };

  it.each([
    ['eks', 'AWSManagedControlPlane', 'AWSManagedMachinePool'],
    ['aks', 'AzureASOManagedControlPlane', 'AzureASOManagedMachinePool'],
    ['gke', 'GCPManagedControlPlane', 'GCPManagedMachinePool'],
  ])(
    'that manages control planes has no machines of its own: %s',
    (provider, ...kinds) => {
      const found = kindsOf(example(provider).infrastructure);
      expect([...found]).toEqual(
        expect.arrayContaining(['MachinePool', ...kinds]),
      );
      expect(found.has('MachineHealthCheck')).toBe(false);
      const { composed } = composeCluster(fleet, example(provider).name);
      expect(composed?.cluster.controlPlane).toBeUndefined();
      expect(composed?.ignored).toContainEqual({
        field: 'controlPlane',
        reason: `${provider} runs the control plane itself`,
      });
    },
  );

  it.each([
    ['vsphere', 'VSphereMachineTemplate'],
    ['metal3', 'Metal3MachineTemplate'],
    ['docker', 'DevMachineTemplate'],
  ])(
    'that runs control planes on machines watches over all of them: %s',
    (provider, template) => {
      const { infrastructure } = example(provider);
      const names = (kind: string) =>
        infrastructure
          .filter(o => o.kind === kind)
          .map(o => o.metadata.name.replace(/^\w+-\d+-/, ''));
      expect(names('MachineHealthCheck')).toEqual([
        'control-plane',
        'default',
        'gpu',
      ]);
      expect(names('MachineDeployment')).toEqual(['default', 'gpu']);
      expect(names(template)).toHaveLength(3);
    },
  );

  it.each(['vsphere', 'metal3', 'docker'])(
    'that runs machines brings the network that makes them Ready: %s',
    provider => {
      const daemons = example(provider).objects.filter(
        ({ kind }) => kind === 'DaemonSet',
      );
      expect(daemons.map(o => o.metadata.name)).toContain('cilium');
    },
  );

  it('holds a pool without bounds at its size, once the autoscaler runs beside it: eks', () => {
    const pools = example('eks').infrastructure.filter(
      ({ kind }) => kind === 'AWSManagedMachinePool',
    );
    expect(pools.map(({ spec }) => spec)).toEqual([
      expect.objectContaining({
        eksNodegroupName: expect.stringMatching(/^default-[0-9a-f]{10}$/),
        scaling: { minSize: 3, maxSize: 8 },
      }),
      expect.objectContaining({
        eksNodegroupName: expect.stringMatching(/^gpu-[0-9a-f]{10}$/),
        scaling: { minSize: 2, maxSize: 2 },
      }),
    ]);
  });

  it.each([
    ['vsphere', 'vspheremachinetemplates'],
    ['metal3', 'metal3machinetemplates'],
    ['docker', 'devmachinetemplates'],
  ])(
    'that scales nothing itself brings the autoscaler for pools with bounds, on the cluster that has the machines: %s',
    (provider, templates) => {
      const { name, infrastructure } = example(provider);
      const namespace = `fleet-${name}`;
      const one = (kind: string) => {
        const found = infrastructure.filter(object => object.kind === kind);
        expect(found.map(({ metadata }) => metadata)).toEqual([
          expect.objectContaining({ name: 'cluster-autoscaler', namespace }),
        ]);
        return JSON.stringify(found[0]);
      };
      const deployment = one('Deployment');
      expect(deployment).toContain('cluster-autoscaler:v1.36.0"');
      expect(deployment).toContain(
        `clusterapi:namespace=${namespace},clusterName=${name}"`,
      );
      expect(deployment).toContain(`"secretName":"${name}-kubeconfig"`);
      expect(one('Role')).toContain(templates);
      one('RoleBinding');
      one('ServiceAccount');
      const bounded = infrastructure.find(
        ({ metadata }) => metadata.name === `${name}-default`,
      );
      expect(bounded?.spec).not.toHaveProperty('replicas');
      expect(bounded?.metadata.annotations).toMatchObject({
        'cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size': '3',
        'cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size': '8',
      });
    },
  );

  it('brings no autoscaler where no pool has bounds', () => {
    const small = clusters.find(
      ({ provider, variant }) => provider === 'vsphere' && variant === 'small',
    );
    const { infrastructure } = rendered(small?.name ?? '');
    expect(infrastructure).not.toEqual([]);
    expect(kindsOf(infrastructure)).not.toContain('Deployment');
  });

  it.each([
    ['aks', 'azureName', /^[a-z][a-z0-9]{0,11}$/],
    ['gke', 'nodePoolName', /^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/],
    ['eks', 'eksNodegroupName', /^[a-z0-9][-a-z0-9]{0,62}$/],
  ])(
    'gives any pools names that the cloud takes and tells apart: %s',
    (provider, field, form) => {
      const names = [
        'web-frontend-of-the-shop-a',
        'web-frontend-of-the-shop-b',
        'webfrontend',
        '1st',
        'x'.repeat(63),
      ];
      const pools = names
        .map(name => `      - {name: ${name}, machineType: small}\n`)
        .join('');
      const model = 'models/standard/1.4.0/model.yaml';
      const named = sampleWith(
        [
          {
            name: 'one',
            model: { name: 'standard', version: '1.4.0' },
            provider,
          },
        ],
        files => {
          const text = files.get(model) ?? '';
          const list = '    workerPools:\n';
          files.set(model, text.replace(list, list + pools));
        },
      );
      const { parts, problems } = renderCluster(named, 'one');
      expect(problems).toEqual([]);
      const text = JSON.stringify(
        parts
          .find(part => part.name === 'infrastructure')
          ?.objects.filter(({ kind }) => kind.endsWith('ManagedMachinePool')),
      );
      const found = [...text.matchAll(new RegExp(`"${field}":"([^"]*)"`, 'g'))];
      const given = found.map(([, name]) => name);
      expect(new Set(given).size).toBe(6);
      for (const name of given) expect(name).toMatch(form);
    },
  );

  it('names the subnet of the region, which a network without automatic ones wants: gke', () => {
    const { infrastructure } = example('gke');
    const spec = (kind: string) =>
      infrastructure.find(object => object.kind === kind)?.spec;
    expect(spec('GCPManagedCluster')).toMatchObject({
      region: 'europe-west3',
      network: {
        autoCreateSubnetworks: false,
        subnets: [{ name: 'kubernetes', region: 'europe-west3' }],
      },
    });
  });

  it('lets components act in the cloud by their service accounts: eks', () => {
    const { infrastructure } = example('eks');
    expect(infrastructure).toContainEqual(
      expect.objectContaining({
        kind: 'AWSManagedControlPlane',
        spec: expect.objectContaining({
          addons: expect.arrayContaining([
            expect.objectContaining({ name: 'eks-pod-identity-agent' }),
          ]),
        }),
      }),
    );
  });

  it('brings its cloud provider where nodes wait for one', () => {
    const daemons = example('vsphere').objects.filter(
      o => o.kind === 'DaemonSet',
    );
    expect(daemons.map(o => o.metadata.name)).toContain(
      'vsphere-cloud-controller-manager',
    );
  });
});
