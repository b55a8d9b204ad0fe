import type { KubeObject } from '@flotilla/drift';
import { complaints, loaded } from '../__fixtures__/loaded';
import { ARGO_CD, renderedParts, theObject } from '../__fixtures__/rendered';
import { MGMT, PROD, replace, SHOP } from '../__fixtures__/smallFleet';
import type { FleetEdits } from '../__fixtures__/smallFleet';
import { isRecord } from '../source/pointer';
import { renderFleet } from './fleet';
import { removalOf } from './removalOf';

const PRUNE = 'kustomize.toolkit.fluxcd.io/prune';

const component = (name: string, spec: string) =>
  `apiVersion: flotilla.dev/v1alpha1
kind: Component
metadata: {name: ${name}}
spec:
  version: 1.0.0
${spec}  source: {manifests: {path: manifests/}}
`;

/** Beside `web` and `local-storage`: a gateway, and an operator that a shop front depends on. */
const MORE: FleetEdits = {
  'components/gateway/1.0.0/component.yaml': component(
    'gateway',
    '  provides: [ingress]\n  namespace: gateway\n',
  ),
  'components/gateway/1.0.0/manifests/gateway.yaml':
    'apiVersion: v1\nkind: Service\nmetadata: {name: gateway}\nspec: {type: LoadBalancer, ports: [{port: 443}]}\n',
  'components/operator/1.0.0/component.yaml': component(
    'operator',
    '  namespace: operator\n',
  ),
  'components/operator/1.0.0/manifests/operator.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: operator}\n',
  'components/front/1.0.0/component.yaml': component(
    'front',
    '  namespace: front\n  dependsOn: [operator]\n',
  ),
  'components/front/1.0.0/manifests/front.yaml':
    'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: pages}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n',
  'components/local-storage/1.0.0/manifests/entry.yaml':
    'apiVersion: v1\nkind: Service\nmetadata: {name: storage, namespace: kube-system}\nspec: {type: LoadBalancer, ports: [{port: 80}]}\n',
};

function at(step: number | undefined, more = ''): FleetEdits {
  const removal = step === undefined ? '' : `  removal: {step: ${step}}\n`;
  const components = ['gateway', 'operator', 'front']
    .map(name => `    - {name: ${name}, version: 1.0.0}\n`)
    .join('');
  return {
    ...MORE,
    [PROD]: text =>
      `${text}${components}  lifecycle: Decommissioning\n${removal}${more}`,
  };
}

const namesOf = (edits: FleetEdits) =>
  [...renderedParts('prod', edits).keys()].filter(name => name.includes('/'));

describe('a cluster that is decommissioned', () => {
  it('loses its parts in order: workspaces, then whoever nobody depends on, what traffic comes through last', () => {
    const removal = removalOf(loaded(at(3)), 'prod');
    expect(removal?.step).toBe(3);
    expect(removal?.steps).toEqual([
      [],
      ['workspaces/shop'],
      ['components/front', 'components/web'],
      ['components/operator'],
      ['components/gateway'],
      [],
    ]);
  });

  it.each([
    [undefined, 6],
    [1, 6],
    [2, 5],
    [3, 3],
    [4, 2],
    [5, 1],
    [9, 1],
  ])('at step %s has %d parts left', (step, left) => {
    expect(namesOf(at(step))).toHaveLength(left);
  });

  it('takes nothing away before it may be deleted', () => {
    const before = renderedParts('prod', {
      ...at(1),
      [PROD]: text =>
        `${text}    - {name: front, version: 1.0.0}\n    - {name: operator, version: 1.0.0}\n`,
    });
    const first = renderedParts('prod', at(1));
    const keptIn = (parts: Map<string, KubeObject[]>, part: string) =>
      (parts.get(part) ?? [])
        .filter(o => o.metadata.annotations?.[PRUNE] === 'disabled')
        .map(o => o.kind);
    expect(keptIn(before, 'components/front')).toEqual([
      'Namespace',
      'PersistentVolumeClaim',
    ]);
    expect(keptIn(first, 'components/front')).toEqual([]);
    expect(keptIn(first, 'workspaces/shop')).toEqual([]);
    // Engine and agent go with the machines.
    expect(keptIn(first, 'bootstrap')).toEqual(
      expect.arrayContaining(['Namespace']),
    );
    expect(
      theObject(first.get('gitops'), 'Kustomization', 'components-front').spec,
    ).toMatchObject({ deletionPolicy: 'WaitForTermination' });
  });

  it('at last gives up load balancers and claims of what stays', () => {
    const servicesAt = (step: number) =>
      renderedParts('prod', at(step))
        .get('components/local-storage')
        ?.filter(o => o.kind === 'Service').length;
    expect(servicesAt(5)).toBe(1);
    expect(servicesAt(6)).toBe(0);
  });

  it('keeps its data where the machines stay', () => {
    const edits = at(1, '  deletionPolicy: Orphan\n');
    const front = renderedParts('prod', edits).get('components/front') ?? [];
    for (const { metadata } of front) {
      expect(metadata.annotations?.[PRUNE]).toBe('disabled');
    }
    expect(
      renderedParts('prod', at(6, '  deletionPolicy: Orphan\n'))
        .get('components/local-storage')
        ?.map(o => o.kind),
    ).toContain('Service');
  });

  it('keeps its data where its machines are not ours', () => {
    const mgmt = renderedParts('mgmt', {
      [PROD]: null,
      [MGMT]: text => `${text}  lifecycle: Decommissioning\n`,
    });
    expect(
      theObject(mgmt.get('components/web'), 'Namespace').metadata.annotations,
    ).toEqual({ [PRUNE]: 'disabled' });
  });

  it("can't be one that others need", () => {
    expect(
      complaints({
        [MGMT]: text => `${text}  lifecycle: Decommissioning\n`,
      }).join('\n'),
    ).toContain('mgmt still manages prod');
  });
});

describe("a cluster's machines", () => {
  const CLUSTER = `---
apiVersion: cluster.x-k8s.io/v1beta2
kind: Cluster
metadata: {name: "\${cluster.name}", namespace: "\${cluster.namespace}"}
---
apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
kind: MetalCluster
metadata: {name: "\${cluster.name}", namespace: "\${cluster.namespace}"}
`;
  const kept = (edits: FleetEdits) =>
    renderedParts('prod', {
      'providers/metal/1.0.0/infrastructure/cluster.yaml': text =>
        text + CLUSTER,
      ...edits,
    })
      .get('infrastructure')
      ?.filter(o => o.metadata.annotations?.[PRUNE] === 'disabled')
      .map(o => o.kind);

  it('survive the loss of a template; a worker pool may go', () => {
    expect(kept({})).toEqual(['Cluster', 'MetalCluster']);
  });

  it('go by the Cluster alone, which takes the rest along; what works beside them goes too', () => {
    const autoscaler: FleetEdits = {
      'providers/metal/1.0.0/infrastructure/autoscaler.yaml': `apiVersion: v1
kind: ServiceAccount
metadata: {name: autoscaler, namespace: "\${cluster.namespace}"}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: autoscaler, namespace: "\${cluster.namespace}"}
`,
    };
    expect(kept({ ...at(1), ...autoscaler })).toEqual([
      'MachineDeployment',
      'MetalCluster',
      'MetalMachineTemplate',
    ]);
  });
});

describe('a workspace that leaves a cluster', () => {
  const orphans = ({ spec }: KubeObject) =>
    isRecord(spec) && spec.deletionPolicy === 'Orphan';
  const hasNoFinalizer = ({ metadata }: KubeObject) =>
    !('finalizers' in metadata);

  it.each<[string, FleetEdits, (source: KubeObject) => boolean]>([
    ['Flux', {}, orphans],
    ['ArgoCD', ARGO_CD, hasNoFinalizer],
  ])(
    'leaves namespaces and workloads, and takes access and source: %s',
    (_, engine, leavesBehind) => {
      const shop = renderedParts('prod', engine).get('workspaces/shop') ?? [];
      const { annotations = {} } = theObject(shop, 'Namespace').metadata;
      expect(Object.values(annotations).join()).toMatch(
        /^(disabled|Prune=false,Delete=false)$/,
      );
      const source = shop.find(o =>
        ['Kustomization', 'Application'].includes(o.kind),
      );
      expect(source && leavesBehind(source)).toBe(true);
      const left = renderedParts('prod', {
        ...engine,
        [SHOP]: replace('{env: prod}', '{env: none}'),
      });
      expect([...left.keys()]).not.toContain('workspaces/shop');
      expect(JSON.stringify([...left.values()])).not.toContain('shop');
    },
  );
});

describe('one component more', () => {
  it.each([
    ['Flux', {}],
    ['ArgoCD', ARGO_CD],
  ])('changes its own part and the lines that name it: %s', (_, engine) => {
    const before = renderFleet(loaded({ ...engine, ...MORE })).files;
    const after = renderFleet(
      loaded({
        ...engine,
        ...MORE,
        [PROD]: text => `${text}    - {name: operator, version: 1.0.0}\n`,
      }),
    ).files;
    const changed = [...after.keys()].filter(
      path => after.get(path) !== before.get(path),
    );
    expect(changed).toEqual([
      'rendered/prod/components/operator/manifests.yaml',
      'rendered/prod/gitops/manifests.yaml',
      'rendered/prod/resolved.yaml',
    ]);
    const linesOf = (files: Map<string, string>) =>
      files.get('rendered/prod/gitops/manifests.yaml')?.split('\n') ?? [];
    const older = new Set(linesOf(before));
    const newLines = linesOf(after).filter(line => !older.has(line));
    expect(newLines.every(line => line.includes('operator'))).toBe(true);
  });
});
