import type { KubeObject } from '@flotilla/drift';
import { allProblems, complaints, loaded } from '../__fixtures__/loaded';
import {
  METAL,
  PROD,
  replace,
  SHOP,
  smallFleet,
  STANDARD,
  WEB,
} from '../__fixtures__/smallFleet';
import type { FleetEdits } from '../__fixtures__/smallFleet';
import { parseManifests } from '../source/manifests';
import { renderCluster } from './cluster';
import { checkRendered, renderFleet } from './fleet';

function parts(cluster: string, edits: FleetEdits = {}) {
  const { parts: rendered, problems } = renderCluster(loaded(edits), cluster);
  expect(problems).toEqual([]);
  return new Map(rendered.map(part => [part.name, part.objects]));
}

function find(
  objects: readonly KubeObject[] | undefined,
  kind: string,
  name?: string,
): KubeObject {
  const found = objects?.find(
    o => o.kind === kind && (name === undefined || o.metadata.name === name),
  );
  if (!found) throw new Error(`no ${kind} ${name ?? ''}`);
  return found;
}

describe('the layout', () => {
  it('is one folder a part with one file, and the resolved cluster', () => {
    expect([...renderFleet(loaded()).files.keys()]).toEqual([
      'rendered/mgmt/bootstrap/manifests.yaml',
      'rendered/mgmt/components/local-storage/manifests.yaml',
      'rendered/mgmt/components/web/manifests.yaml',
      'rendered/mgmt/gitops/manifests.yaml',
      'rendered/mgmt/resolved.yaml',
      'rendered/prod/bootstrap/manifests.yaml',
      'rendered/prod/components/local-storage/manifests.yaml',
      'rendered/prod/components/web/manifests.yaml',
      'rendered/prod/gitops/manifests.yaml',
      'rendered/prod/infrastructure/manifests.yaml',
      'rendered/prod/resolved.yaml',
      'rendered/prod/workspaces/shop/manifests.yaml',
    ]);
  });

  it('prints what its objects are, each with the common labels', () => {
    for (const part of renderCluster(loaded(), 'prod').parts) {
      expect(parseManifests(part.text)).toEqual(part.objects);
      for (const { metadata } of part.objects) {
        expect(metadata.labels?.['app.kubernetes.io/managed-by']).toBe(
          'flotilla',
        );
        expect(metadata.labels?.['flotilla.dev/cluster']).toBe('prod');
      }
    }
  });

  it('keeps the engine from pruning namespaces', () => {
    const namespaces = [...parts('prod').values()]
      .flat()
      .filter(o => o.kind === 'Namespace');
    expect(namespaces.map(n => n.metadata.name).sort()).toEqual([
      'flotilla-system',
      'flux-system',
      'shop',
      'web',
    ]);
    for (const { metadata } of namespaces) {
      expect(metadata.annotations?.['kustomize.toolkit.fluxcd.io/prune']).toBe(
        'disabled',
      );
    }
  });
});

describe('components', () => {
  it('are patched with values and variables; vendored manifests keep their own ${…}', () => {
    const { spec } = find(parts('prod').get('components/web'), 'Deployment');
    expect(spec).toMatchObject({
      replicas: 2,
      template: {
        spec: {
          containers: [
            {
              name: 'app',
              image: 'mirror.example/hub/library/nginx:1.27',
              args: ['--log=debug', '--title=hello'],
            },
            { name: 'side', image: 'quay.io/acme/side:1' },
          ],
        },
      },
    });
    const plain = parts('prod', {
      [WEB]: text => text.slice(0, text.indexOf('  patches')),
    });
    expect(
      JSON.stringify(find(plain.get('components/web'), 'Deployment')),
    ).toContain('["${HOME}"]');
  });

  it('get their namespace where a manifest names none', () => {
    const web = parts('prod').get('components/web');
    expect(find(web, 'Deployment').metadata.namespace).toBe('web');
    expect(find(web, 'Namespace').metadata.name).toBe('web');
  });

  it('are patched by a cluster where the model allows it', () => {
    const patches = `  patches:
    - target: {kind: StorageClass, name: local}
      merge: {provisioner: "\${cluster.name}.example", parameters: {rack: "\${variables.rack}"}}
      reason: test
`;
    const { provisioner, parameters } = find(
      parts('prod', { [PROD]: text => text + patches }).get(
        'components/local-storage',
      ),
      'StorageClass',
    );
    expect({ provisioner, parameters }).toEqual({
      provisioner: 'prod.example',
      parameters: { rack: 'r1' },
    });
  });

  it('that are charts become a source and a release with the composed values', () => {
    const chart = replace(
      '{manifests: {path: manifests/}}',
      '{helm: {repository: "https://charts.example", chart: web, version: 9.1.0}}',
    );
    const objects = parts('prod', {
      [WEB]: text => chart(text.slice(0, text.indexOf('  patches'))),
    }).get('components/web');
    expect(find(objects, 'HelmRepository').spec).toMatchObject({
      url: 'https://charts.example',
    });
    expect(find(objects, 'HelmRelease').spec).toMatchObject({
      chart: { spec: { chart: 'web', version: '9.1.0' } },
      values: { replicas: 2, title: 'hello' },
    });
  });
});

describe('infrastructure', () => {
  const MACHINES = 'rendered/prod/infrastructure/manifests.yaml';
  const template = (objects: readonly KubeObject[]) =>
    objects.filter(o => o.kind === 'MetalMachineTemplate');

  it('fills a template for each pool, whole numbers staying numbers', () => {
    const machines = find(
      parts('prod').get('infrastructure'),
      'MachineDeployment',
      'prod-default',
    );
    expect(machines.metadata.namespace).toBe('fleet-prod');
    expect(machines.spec).toMatchObject({
      replicas: 5,
      template: { spec: { version: 'v1.35.4' } },
    });
  });

  it('names machine templates by their content and refers to them so', () => {
    const objects = parts('prod').get('infrastructure') ?? [];
    const [{ metadata, spec }] = template(objects);
    expect(metadata.name).toMatch(/^prod-default-[0-9a-f]{10}$/);
    expect(spec).toEqual({ template: { spec: { type: 'm1', rack: 'r1' } } });
    expect(find(objects, 'MachineDeployment').spec).toMatchObject({
      template: { spec: { infrastructureRef: { name: metadata.name } } },
    });
  });

  it('keeps the template that machines may still use, once', () => {
    const first = renderFleet(loaded()).files;
    const moved = loaded({ [PROD]: replace('rack: r1', 'rack: r2') });
    const second = renderFleet(moved, first).files;
    const [older, newer] = [first, second].map(files =>
      template(parseManifests(files.get(MACHINES) ?? '')),
    );
    expect(newer).toHaveLength(2);
    const kept = newer.find(o => o.metadata.name === older[0].metadata.name);
    const current = newer.find(o => o !== kept);
    expect(kept?.metadata.annotations).toEqual({
      'flotilla.dev/superseded-by': current?.metadata.name,
    });
    expect(renderFleet(moved, second).files).toEqual(second);
  });

  it('takes no template from before whose name does not fit its content', () => {
    const first = renderFleet(loaded()).files;
    const forged = new Map(first).set(
      MACHINES,
      (first.get(MACHINES) ?? '').replace('type: m1', 'type: m666'),
    );
    const second = renderFleet(
      loaded({ [PROD]: replace('rack: r1', 'rack: r2') }),
      forged,
    ).files;
    expect(second.get(MACHINES)).not.toContain('m666');
  });
});

describe('bootstrap and gitops', () => {
  it('bring source, root and agent without a secret', () => {
    const objects = parts('prod').get('bootstrap') ?? [];
    expect(objects.map(o => o.kind)).not.toContain('Secret');
    expect(find(objects, 'Kustomization', 'fleet').spec).toMatchObject({
      path: './rendered/prod/gitops',
      prune: true,
    });
    expect(find(objects, 'GitRepository', 'fleet').spec).toMatchObject({
      url: 'https://git.example/tiny/fleet',
      ref: { branch: 'main' },
      secretRef: { name: 'fleet-git' },
    });
    expect(find(objects, 'ConfigMap', 'flotilla-agent').data).toEqual({
      'hub.url': 'https://portal.example/api/flotilla',
      fleet: 'tiny',
      cluster: 'prod',
    });
  });

  it('let the agent read no Secret but its own key', () => {
    const roles = [...parts('prod').values()]
      .flat()
      .filter(({ kind }) => kind === 'ClusterRole');
    expect(roles.length).toBeGreaterThan(0);
    expect(JSON.stringify(roles.map(({ rules }) => rules))).not.toMatch(
      /secrets|"apiGroups":\["\*?"\],"resources":\["\*"\]/,
    );
  });

  it('don’t change in the bootstrap of a cluster that is given another workspace', () => {
    const without = renderCluster(loaded({ [SHOP]: null }), 'prod').files;
    const path = 'rendered/prod/bootstrap/manifests.yaml';
    expect(renderCluster(loaded(), 'prod').files.get(path)).toBe(
      without.get(path),
    );
  });

  it('apply one part each, in dependency order', () => {
    const objects = parts('prod').get('gitops');
    const web = find(objects, 'Kustomization', 'components-web');
    expect(web.metadata.annotations).toEqual({
      'flotilla.dev/part': 'components/web',
    });
    expect(web.spec).toMatchObject({
      path: './rendered/prod/components/web',
      sourceRef: { kind: 'GitRepository', name: 'fleet' },
      prune: true,
      wait: true,
      interval: '1m',
      timeout: '5m',
      dependsOn: [{ name: 'components-local-storage' }],
    });
    expect(
      find(objects, 'Kustomization', 'workspaces-shop').spec,
    ).toMatchObject({ path: './rendered/prod/workspaces/shop' });
  });

  it('apply a child’s machines and bootstrap from its management cluster', () => {
    const objects = parts('mgmt').get('gitops');
    const machines = find(objects, 'Kustomization', 'infrastructure-prod');
    expect(machines.metadata).toMatchObject({
      namespace: 'fleet-prod',
      labels: { 'flotilla.dev/cluster': 'prod' },
    });
    expect(machines.spec).toMatchObject({
      sourceRef: { name: 'fleet', namespace: 'flux-system' },
    });
    expect(find(objects, 'Kustomization', 'bootstrap-prod').spec).toMatchObject(
      {
        path: './rendered/prod/bootstrap',
        kubeConfig: { secretRef: { name: 'prod-kubeconfig' } },
        dependsOn: [{ name: 'infrastructure-prod' }],
      },
    );
  });
});

describe('workspaces', () => {
  it('confine the team’s own source to its namespaces', () => {
    const objects = parts('prod').get('workspaces/shop');
    expect(find(objects, 'Kustomization').spec).toMatchObject({
      path: './prod',
      serviceAccountName: 'flotilla-deployer',
      targetNamespace: 'shop',
    });
    expect(find(objects, 'RoleBinding', 'flotilla-deployer').subjects).toEqual([
      { kind: 'ServiceAccount', name: 'flotilla-deployer', namespace: 'shop' },
    ]);
    expect(objects?.some(o => o.kind.startsWith('ClusterRole'))).toBe(false);
  });

  it('have quota, limits, network and access', () => {
    const objects = parts('prod').get('workspaces/shop');
    expect(find(objects, 'ResourceQuota').spec).toEqual({
      hard: { 'requests.cpu': '4', pods: '20' },
    });
    expect(find(objects, 'NetworkPolicy').spec).toMatchObject({
      ingress: [
        {
          from: [
            {
              namespaceSelector: {
                matchLabels: { 'flotilla.dev/workspace': 'shop' },
              },
            },
          ],
        },
      ],
      egress: [{}],
    });
    expect(find(objects, 'Role', 'developer').rules).toEqual([
      {
        apiGroups: ['apps'],
        resources: ['deployments'],
        verbs: ['get', 'list'],
      },
    ]);
  });
});

const BAD: [what: string, edits: FleetEdits, told: string][] = [
  [
    'a Secret with data',
    {
      'components/web/1.0.0/manifests/secret.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: hunter2}\n',
    },
    `components/web/1.0.0/manifests/secret.yaml:1:1  Secret s has data, and Git keeps what it once had
  Use External Secrets, SOPS, sealed secrets, or valuesFrom of a chart.`,
  ],
  [
    'an object that stands twice',
    {
      'components/local-storage/1.0.0/manifests/again.yaml':
        'apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: local}\nprovisioner: x\n',
    },
    `components/local-storage/1.0.0/manifests/class.yaml:1:1  StorageClass/local stands twice in components/local-storage
  Leave it to one of them.`,
  ],
  [
    'a patch that meets nothing',
    {
      [WEB]: replace(
        '{kind: Deployment, name: web}',
        '{kind: Deployment, name: wep}',
      ),
    },
    `${WEB}:15:15  no object Deployment/wep to patch
  Deployment here: web/web.`,
  ],
  [
    'an expression with a name that is not there',
    { [WEB]: replace('${values.replicas}', '${values.replica}') },
    `${WEB}:18:30  there is no replica here
  Did you mean replicas?`,
  ],
  [
    'an expression that is none',
    { [STANDARD]: replace('${variables.workers}', '${variables.workers +}') },
    `${STANDARD}:13:56  not an expression: found + but expecting end of input`,
  ],
  [
    'an expression of another world',
    { [WEB]: replace('${values.replicas}', '${env.HOME}') },
    `${WEB}:18:23  unknown name env
  Known here: cluster, model, provider, values, variables.`,
  ],
  [
    'an expression without an end',
    { [WEB]: replace('${values.replicas}', '${values.replicas') },
    `${WEB}:18:21  \${ has no closing }
  Close it, or write $\${ where it is plain text.`,
  ],
  [
    'a hostile expression',
    {
      [WEB]: replace(
        '${values.replicas}',
        `\${lists.range(200).all(a, lists.range(200).all(b, lists.range(200).all(c, a >= 0)))}`,
      ),
    },
    `${WEB}:18:40  the expression takes more steps than it may\n  Loop over fewer items, or less deep.`,
  ],
  [
    'a manifest that is no object',
    {
      'components/web/1.0.0/manifests/web.yaml': text =>
        `${text}---\nreplicas: 3\n`,
    },
    `components/web/1.0.0/manifests/web.yaml:14:1  not a Kubernetes object: apiVersion, kind and metadata.name are needed`,
  ],
];

describe('what cannot be rendered', () => {
  it.each(BAD)('%s is told with its place', (_what, edits, told) => {
    expect(complaints(edits)).toContain(told);
  });

  it('leaves the cluster without any file, and the others as they are', () => {
    const { files } = renderFleet(
      loaded({ [PROD]: replace('rack: r1', 'rack: r9') }),
    );
    expect(
      [...files.keys()].some(path => path.startsWith('rendered/prod/')),
    ).toBe(false);
    expect(files.has('rendered/mgmt/resolved.yaml')).toBe(true);
  });

  it('never crashes on a file cut anywhere', () => {
    for (const path of [PROD, STANDARD, WEB, METAL, SHOP, 'fleet.yaml']) {
      const text = smallFleet().get(path) ?? '';
      for (let end = 0; end < text.length; end += 61) {
        const problems = allProblems(
          smallFleet({ [path]: text.slice(0, end) }),
        );
        problems.forEach(p => expect(p.line).toBeGreaterThan(0));
      }
    }
  });
});

describe('checking what is committed', () => {
  it('finds nothing where rendering gives the same', () => {
    const fleet = loaded();
    expect(checkRendered(fleet, renderFleet(fleet).files)).toEqual([]);
  });

  it('names every file that is missing, different or unexpected', () => {
    const fleet = loaded();
    const files = renderFleet(fleet).files;
    files.delete('rendered/mgmt/resolved.yaml');
    files.set('rendered/prod/resolved.yaml', 'by hand\n');
    files.set('rendered/prod/extra.yaml', '');
    files.set('rendered/gone/resolved.yaml', '');
    expect(checkRendered(fleet, files)).toEqual([
      { path: 'rendered/gone/resolved.yaml', state: 'unexpected' },
      { path: 'rendered/mgmt/resolved.yaml', state: 'missing' },
      { path: 'rendered/prod/extra.yaml', state: 'unexpected' },
      { path: 'rendered/prod/resolved.yaml', state: 'different' },
    ]);
  });
});

it('lets the agent of a management cluster read the kinds of its children’s machines', () => {
  const machines = parts('prod').get('infrastructure') ?? [];
  const objects = parts('mgmt').get('gitops');
  const { rules } = find(objects, 'ClusterRole', 'flotilla-agent-parts');
  expect(machines.length).toBeGreaterThan(0);
  for (const { kind } of machines) {
    expect(JSON.stringify(rules)).toContain(`"${kind.toLowerCase()}s"`);
  }
});
