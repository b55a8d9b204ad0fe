import {
  asChart,
  renderedParts,
  theObject,
} from '../../../__fixtures__/rendered';
import {
  METAL,
  PROD,
  replace,
  SHOP,
  WEB,
} from '../../../__fixtures__/smallFleet';

const PRUNE = 'kustomize.toolkit.fluxcd.io/prune';

describe('a cluster', () => {
  it('reads the fleet repository, and applies its parts in dependency order', () => {
    const parts = renderedParts('prod');
    expect(theObject(parts.get('bootstrap'), 'GitRepository').spec).toEqual({
      url: 'https://git.example/tiny/fleet',
      ref: { branch: 'main' },
      interval: '1m',
      secretRef: { name: 'fleet-git' },
    });
    const web = theObject(
      parts.get('gitops'),
      'Kustomization',
      'components-web',
    );
    expect(web.spec).toEqual({
      path: './rendered/prod/components/web',
      sourceRef: { kind: 'GitRepository', name: 'fleet' },
      interval: '1m',
      retryInterval: '30s',
      timeout: '5m',
      prune: true,
      wait: true,
      dependsOn: [{ name: 'components-local-storage' }],
    });
  });

  it('is not emptied when its root is deleted', () => {
    const root = theObject(
      renderedParts('prod').get('bootstrap'),
      'Kustomization',
    );
    expect(root.spec).toMatchObject({ deletionPolicy: 'Orphan' });
    expect(root.metadata.annotations?.[PRUNE]).toBe('disabled');
  });

  it('reads a registry where the address is one', () => {
    const parts = renderedParts('prod', {
      'fleet.yaml': replace(
        'https://git.example/tiny/fleet, branch: main',
        'oci://registry.example/fleet, branch: stable, interval: 5m',
      ),
    });
    expect(theObject(parts.get('bootstrap'), 'OCIRepository').spec).toEqual({
      url: 'oci://registry.example/fleet',
      ref: { tag: 'stable' },
      interval: '5m',
      secretRef: { name: 'fleet-git' },
    });
    for (const object of parts.get('gitops') ?? []) {
      if (object.kind !== 'Kustomization') continue;
      expect(object.spec).toMatchObject({
        sourceRef: { kind: 'OCIRepository', name: 'fleet' },
      });
    }
  });

  it('leaves alone what lasting ignore rules name by pointers', () => {
    const drift = `  drift:
    ignore:
      - {target: {kind: Deployment, name: "w.*"}, paths: [/spec/replicas], fieldPaths: [.spec.template.metadata.labels, '.spec.template.spec.containers[name="app"].image'], reason: test}
      - {target: {kind: Deployment}, paths: [/spec/paused], reason: test, expires: 2027-01-31}
      - {target: {kind: StatefulSet}, paths: [/spec/replicas], reason: test}
`;
    const gitops = renderedParts('prod', {
      [WEB]: text => text + drift,
    }).get('gitops');
    const ignoreOf = (name: string) =>
      theObject(gitops, 'Kustomization', name).spec;
    expect(ignoreOf('components-web')).toMatchObject({
      ignore: [
        {
          paths: ['/spec/replicas', '/spec/template/metadata/labels'],
          target: { kind: 'Deployment', name: 'w.*' },
        },
      ],
    });
    expect(ignoreOf('components-local-storage')).not.toHaveProperty('ignore');
  });
});

describe('a child', () => {
  const CHILD = 'fleet-prod';

  it('comes up in order: machines, then source, root and agent', () => {
    const gitops = renderedParts('mgmt').get('gitops');
    const machines = theObject(gitops, 'Kustomization', 'infrastructure-prod');
    expect(machines.metadata.namespace).toBe(CHILD);
    expect(machines.spec).toMatchObject({
      path: './rendered/prod/infrastructure',
      sourceRef: {
        kind: 'GitRepository',
        name: 'fleet',
        namespace: 'flux-system',
      },
      timeout: '30m',
      healthCheckExprs: [{ kind: 'Cluster' }],
    });
    const bootstrap = theObject(gitops, 'Kustomization', 'bootstrap-prod');
    expect(bootstrap.spec).toMatchObject({
      dependsOn: [{ name: 'infrastructure-prod' }],
      kubeConfig: { secretRef: { name: 'prod-kubeconfig' } },
      deletionPolicy: 'Orphan',
    });
  });

  it('has its machines, whether or not what runs beside them works yet', () => {
    const gitops = renderedParts('mgmt', {
      'providers/metal/1.0.0/infrastructure/autoscaler.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: autoscaler, namespace: "\${cluster.namespace}"}
`,
    }).get('gitops');
    const machines = theObject(gitops, 'Kustomization', 'infrastructure-prod');
    expect(machines.spec).toMatchObject({
      healthCheckExprs: [
        { kind: 'Cluster' },
        { apiVersion: 'apps/v1', kind: 'Deployment', current: 'true' },
      ],
    });
  });

  it('gets the credential by the name of a Secret alone', () => {
    const gitops = renderedParts('mgmt').get('gitops');
    expect(theObject(gitops, 'ClusterResourceSet')).toMatchObject({
      metadata: { namespace: CHILD },
      spec: {
        clusterSelector: { matchLabels: { 'flotilla.dev/cluster': 'prod' } },
        resources: [{ kind: 'Secret', name: 'fleet-git' }],
        strategy: 'Reconcile',
      },
    });
    const open = renderedParts('mgmt', {
      'fleet.yaml': replace(', secretRef: fleet-git', ''),
    }).get('gitops');
    expect(open?.map(o => o.kind)).not.toContain('ClusterResourceSet');
  });

  it('is handed what its engine needs, and the engine, before it is started', () => {
    const engine = (name: string, provides: string) =>
      `apiVersion: flotilla.dev/v1alpha1
kind: Component
metadata: {name: ${name}}
spec:
  version: 1.0.0
  provides: [${provides}]
  ${name === 'engine' ? 'dependsOn: [net]' : ''}
  source: {manifests: {path: manifests/}}
`;
    const config = (name: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: kube-system}\n`;
    const gitops = renderedParts('mgmt', {
      [METAL]: replace(
        'capabilities:\n',
        'nodesNeed: [network]\n  capabilities:\n    network: {name: net, version: 1.0.0}\n',
      ),
      [PROD]: text => `${text}    - {name: engine, version: 1.0.0}\n`,
      'components/net/1.0.0/component.yaml': engine('net', 'network'),
      'components/net/1.0.0/manifests/net.yaml': config('net'),
      'components/engine/1.0.0/component.yaml': engine('engine', 'gitops'),
      'components/engine/1.0.0/manifests/engine.yaml': config('engine'),
    }).get('gitops');
    const specOf = (part: string) =>
      theObject(gitops, 'Kustomization', `${part}-prod`).spec;
    expect(specOf('components-engine')).toMatchObject({
      path: './rendered/prod/components/engine',
      dependsOn: [
        { name: 'infrastructure-prod' },
        { name: 'components-net-prod' },
      ],
      kubeConfig: { secretRef: { name: 'prod-kubeconfig' } },
      prune: false,
      deletionPolicy: 'Orphan',
      commonMetadata: {
        annotations: { 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' },
      },
    });
    expect(specOf('bootstrap')).toMatchObject({
      dependsOn: [
        { name: 'infrastructure-prod' },
        { name: 'components-net-prod' },
        { name: 'components-engine-prod' },
      ],
    });
  });

  it('has an engine that is a chart installed by its manager, for good', () => {
    const edits = {
      [WEB]: (text: string) =>
        asChart(
          '{repository: "https://charts.example", chart: engine, version: 2.17.0}',
        )(text).replace(
          '  version: 1.0.0\n',
          '  version: 1.0.0\n  provides: [gitops]\n',
        ),
    };
    const prod = renderedParts('prod', edits);
    expect(theObject(prod.get('infrastructure'), 'HelmRelease')).toMatchObject({
      metadata: { name: 'web', namespace: CHILD },
      spec: {
        kubeConfig: { secretRef: { name: 'prod-kubeconfig' } },
        targetNamespace: 'web',
        storageNamespace: 'web',
        install: { createNamespace: true },
        values: { replicas: 2, title: 'hello' },
      },
    });
    expect([...prod.keys()]).not.toContain('components/web');
    expect(JSON.stringify(prod.get('gitops'))).not.toContain('components-web');
    // A cluster that nobody manages looks after its engine itself.
    expect([...renderedParts('mgmt', edits).keys()]).toContain(
      'components/web',
    );
  });

  it('keeps its machines unless it was decommissioned first', () => {
    const policyOf = (lifecycle: string) =>
      theObject(
        renderedParts('mgmt', { [PROD]: text => text + lifecycle }).get(
          'gitops',
        ),
        'Kustomization',
        'infrastructure-prod',
      ).spec;
    expect(policyOf('')).toMatchObject({ deletionPolicy: 'Orphan' });
    const leaving = '  lifecycle: Decommissioning\n';
    expect(policyOf(leaving)).toMatchObject({
      deletionPolicy: 'WaitForTermination',
    });
    expect(policyOf(`${leaving}  deletionPolicy: Orphan\n`)).toMatchObject({
      deletionPolicy: 'Orphan',
    });
  });
});

describe('a chart', () => {
  it('is installed by a service account of its own', () => {
    const web = renderedParts('prod', {
      [WEB]: asChart(
        '{repository: "https://charts.example", chart: web, version: 9.1.0, valuesFrom: [{kind: Secret, name: web-values}]}',
      ),
    }).get('components/web');
    expect(theObject(web, 'HelmRelease').spec).toMatchObject({
      serviceAccountName: 'web-installer',
      chart: {
        spec: {
          chart: 'web',
          version: '9.1.0',
          sourceRef: { kind: 'HelmRepository', name: 'web' },
        },
      },
      valuesFrom: [{ kind: 'Secret', name: 'web-values' }],
      values: { replicas: 2, title: 'hello' },
    });
    const account = theObject(web, 'ServiceAccount', 'web-installer');
    expect(account.metadata.namespace).toBe('web');
    // Flux doesn't uninstall a release whose service account is gone.
    expect(account.metadata.annotations?.[PRUNE]).toBe('disabled');
    expect(theObject(web, 'ClusterRoleBinding')).toMatchObject({
      roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ name: 'web-installer', namespace: 'web' }],
    });
  });

  it('may be given less than everything', () => {
    const web = renderedParts('prod', {
      [WEB]: asChart(
        '{repository: "https://charts.example", chart: web, version: 9.1.0, role: installer}',
      ),
      'roles/installer.yaml':
        'apiVersion: flotilla.dev/v1alpha1\nkind: RoleTemplate\nmetadata: {name: installer}\nspec: {scope: Cluster, rules: [{apiGroups: [apps], resources: [deployments], verbs: ["*"]}]}\n',
    }).get('components/web');
    expect(theObject(web, 'ClusterRole').rules).toEqual([
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['*'] },
    ]);
    expect(theObject(web, 'ClusterRoleBinding')).toMatchObject({
      roleRef: { name: 'web-installer' },
    });
  });

  it('comes from a registry by its tag', () => {
    const web = renderedParts('prod', {
      [WEB]: asChart(
        '{repository: "oci://charts.example/acme/", chart: web, version: 9.1.0}',
      ),
    }).get('components/web');
    expect(theObject(web, 'OCIRepository').spec).toMatchObject({
      url: 'oci://charts.example/acme/web',
      ref: { tag: '9.1.0' },
    });
    expect(theObject(web, 'HelmRelease').spec).toMatchObject({
      chartRef: { kind: 'OCIRepository', name: 'web' },
    });
  });
});

describe('a folder', () => {
  it('is built by Flux', () => {
    const web = renderedParts('prod', {
      [WEB]: text =>
        text
          .slice(0, text.indexOf('  patches'))
          .replace(
            '{manifests: {path: manifests/}}',
            '{kustomize: {path: manifests/}}',
          ),
    }).get('components/web');
    expect(theObject(web, 'Kustomization')).toMatchObject({
      metadata: { name: 'kustomize-web', namespace: 'flux-system' },
      spec: {
        path: './components/web/1.0.0/manifests',
        sourceRef: { kind: 'GitRepository', name: 'fleet' },
        targetNamespace: 'web',
      },
    });
  });
});

describe("a team's own source", () => {
  it('may do in its namespaces what its deployer may, and nothing elsewhere', () => {
    const shop =
      renderedParts('prod', {
        [SHOP]: replace(
          'namespaces: [{name: shop}]',
          'namespaces: [{name: shop}, {name: shop-jobs}]',
        ),
      }).get('workspaces/shop') ?? [];
    expect(theObject(shop, 'Kustomization')).toMatchObject({
      metadata: { name: 'shop', namespace: 'shop' },
      spec: {
        serviceAccountName: 'flotilla-deployer',
        sourceRef: { kind: 'GitRepository', name: 'shop' },
        deletionPolicy: 'Orphan',
      },
    });
    const bindings = shop.filter(
      o =>
        /Binding$/.test(o.kind) &&
        JSON.stringify(o.subjects).includes('flotilla-deployer'),
    );
    expect(
      bindings.map(({ kind, metadata, roleRef }) => ({
        kind,
        namespace: metadata.namespace,
        roleRef,
      })),
    ).toEqual(
      ['shop-jobs', 'shop'].map(namespace => ({
        kind: 'RoleBinding',
        namespace,
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'Role',
          name: 'flotilla-deployer',
        },
      })),
    );
    expect(JSON.stringify(shop)).not.toContain('cluster-admin');
  });

  it('lands in its namespace where there is one only', () => {
    const spec = theObject(
      renderedParts('prod').get('workspaces/shop'),
      'Kustomization',
    ).spec;
    expect(spec).toMatchObject({ targetNamespace: 'shop' });
  });
});
