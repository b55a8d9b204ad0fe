import { complaints } from '../../../__fixtures__/loaded';
import {
  ARGO_CD,
  asChart,
  renderedParts,
  theObject,
} from '../../../__fixtures__/rendered';
import { PROD, replace, SHOP, WEB } from '../../../__fixtures__/smallFleet';
import type { FleetEdits } from '../../../__fixtures__/smallFleet';

const parts = (cluster: string, edits: FleetEdits = {}) =>
  renderedParts(cluster, { ...ARGO_CD, ...edits });

const FINALIZER = 'resources-finalizer.argocd.argoproj.io';

describe('a cluster', () => {
  it('has a root that stays, in a project of the fleet repository alone', () => {
    const bootstrap = parts('prod').get('bootstrap');
    const root = theObject(bootstrap, 'Application');
    expect(root).toMatchObject({
      metadata: {
        name: 'fleet',
        namespace: 'argocd',
        annotations: {
          'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
        },
      },
      spec: {
        project: 'fleet',
        source: {
          repoURL: 'https://git.example/tiny/fleet',
          targetRevision: 'main',
          path: 'rendered/prod/gitops',
        },
        syncPolicy: { automated: { prune: true, selfHeal: true } },
      },
    });
    expect(root.metadata).not.toHaveProperty('finalizers');
    expect(theObject(bootstrap, 'AppProject').spec).toMatchObject({
      sourceRepos: ['https://git.example/tiny/fleet'],
      destinations: [
        { server: 'https://kubernetes.default.svc', namespace: '*' },
      ],
    });
  });

  it('has an Application for each part, in waves by its dependencies', () => {
    const gitops = parts('prod').get('gitops');
    const of = (name: string) => theObject(gitops, 'Application', name);
    const waveOf = (name: string) =>
      of(name).metadata.annotations?.['argocd.argoproj.io/sync-wave'];
    expect(waveOf('components-local-storage')).toBe('0');
    expect(waveOf('components-web')).toBe('1');
    expect(waveOf('workspaces-shop')).toBe('0');
    expect(of('components-web')).toMatchObject({
      metadata: {
        annotations: { 'flotilla.dev/part': 'components/web' },
        labels: { 'flotilla.dev/cluster': 'prod' },
        finalizers: [FINALIZER],
      },
      spec: {
        source: { path: 'rendered/prod/components/web' },
        syncPolicy: { syncOptions: ['ServerSideApply=true'] },
      },
    });
  });

  it('leaves alone what lasting ignore rules name, object by object', () => {
    const drift = `  drift:
    ignore:
      - {target: {group: apps, kind: Deployment, name: "w.*"}, paths: [/spec/replicas], fieldPaths: ['.spec.template.spec.containers[name="app"].resources.limits'], reason: test}
      - {target: {kind: Deployment}, managers: [scaler], reason: test}
      - {target: {kind: Deployment}, paths: [/spec/paused], reason: test, expires: 2027-01-31}
`;
    const gitops = parts('prod', { [WEB]: text => text + drift }).get('gitops');
    const { spec } = theObject(gitops, 'Application', 'components-web');
    const target = {
      group: 'apps',
      kind: 'Deployment',
      name: 'web',
      namespace: 'web',
    };
    expect(spec).toMatchObject({
      ignoreDifferences: [
        {
          ...target,
          jsonPointers: ['/spec/replicas'],
          jqPathExpressions: [
            '.spec.template.spec.containers[] | select(.name == "app") | .resources.limits',
          ],
        },
        { ...target, managedFieldsManagers: ['scaler'] },
      ],
      syncPolicy: {
        syncOptions: ['ServerSideApply=true', 'RespectIgnoreDifferences=true'],
      },
    });
  });

  it("keeps an object's own sync options beside those that keep it", () => {
    const web = parts('prod', {
      'components/web/1.0.0/manifests/namespace.yaml':
        'apiVersion: v1\nkind: Namespace\nmetadata: {name: web, annotations: {argocd.argoproj.io/sync-options: "Prune=true, Replace=true"}}\n',
    }).get('components/web');
    expect(theObject(web, 'Namespace').metadata.annotations).toEqual({
      'argocd.argoproj.io/sync-options':
        'Replace=true,Prune=false,Delete=false',
    });
  });
});

describe('a child', () => {
  it('is reached by its name, once somebody has registered it', () => {
    const gitops = parts('mgmt').get('gitops');
    const bootstrap = theObject(gitops, 'Application', 'bootstrap-prod');
    expect(bootstrap.spec).toMatchObject({
      project: 'flotilla-children',
      destination: { name: 'prod' },
      source: { path: 'rendered/prod/bootstrap' },
    });
    expect(bootstrap.metadata).not.toHaveProperty('finalizers');
    expect(
      theObject(gitops, 'AppProject', 'flotilla-children').spec,
    ).toMatchObject({ destinations: [{ name: 'prod', namespace: '*' }] });
    expect(gitops?.map(o => o.kind)).not.toContain('Secret');
  });

  it('leaves to its manager what came from there', () => {
    const edits = {
      [WEB]: replace(
        '  namespace: web\n',
        '  namespace: web\n  provides: [gitops]\n',
      ),
    };
    const namesIn = (cluster: string) =>
      parts(cluster, edits)
        .get('gitops')
        ?.filter(o => o.kind === 'Application')
        .map(o => o.metadata.name);
    expect(namesIn('prod')).toEqual(['workspaces-shop']);
    expect(namesIn('mgmt')).toEqual([
      'bootstrap-prod',
      'components-local-storage',
      'components-local-storage-prod',
      'components-web',
      'components-web-prod',
      'infrastructure-prod',
    ]);
  });

  it('has an engine that is a chart installed by its manager, for good', () => {
    const infrastructure = parts('prod', {
      [WEB]: text =>
        asChart(
          '{repository: "https://charts.example", chart: engine, version: 9.1.0}',
        )(text).replace(
          '  version: 1.0.0\n',
          '  version: 1.0.0\n  provides: [gitops]\n',
        ),
    }).get('infrastructure');
    expect(theObject(infrastructure, 'Application').spec).toMatchObject({
      project: 'web-prod',
      destination: { name: 'prod', namespace: 'web' },
      source: { chart: 'engine', targetRevision: '9.1.0' },
    });
    expect(theObject(infrastructure, 'AppProject').spec).toMatchObject({
      sourceRepos: ['https://charts.example'],
      destinations: [{ name: 'prod', namespace: '*' }],
    });
  });

  it('keeps its machines unless it was decommissioned first', () => {
    const machines = (lifecycle: string) =>
      theObject(
        parts('mgmt', { [PROD]: text => text + lifecycle }).get('gitops'),
        'Application',
        'infrastructure-prod',
      ).metadata;
    expect(machines('')).not.toHaveProperty('finalizers');
    expect(machines('  lifecycle: Decommissioning\n')).toMatchObject({
      finalizers: [FINALIZER],
    });
  });
});

describe('a chart', () => {
  const CHART =
    '{repository: "https://charts.example", chart: web, version: 9.1.0}';

  it('is an Application in a project of the charts that the cluster has', () => {
    const rendered = parts('prod', { [WEB]: asChart(CHART) });
    const web = rendered.get('components/web');
    expect(theObject(web, 'Application').spec).toMatchObject({
      project: 'flotilla-charts',
      source: {
        repoURL: 'https://charts.example',
        chart: 'web',
        targetRevision: '9.1.0',
        helm: {
          releaseName: 'web',
          valuesObject: { replicas: 2, title: 'hello' },
        },
      },
      destination: { namespace: 'web' },
    });
    expect(
      theObject(rendered.get('gitops'), 'AppProject', 'flotilla-charts').spec,
    ).toMatchObject({
      sourceRepos: ['https://charts.example'],
      destinationServiceAccounts: [
        { namespace: 'web', defaultServiceAccount: 'web:web-installer' },
      ],
    });
    expect(
      parts('prod')
        .get('gitops')
        ?.map(o => o.kind),
    ).not.toContain('AppProject');
  });

  it("can't take values from the cluster", () => {
    const [told] = complaints({
      ...ARGO_CD,
      [WEB]: asChart(
        CHART.replace('}', ', valuesFrom: [{kind: Secret, name: values}]}'),
      ),
    });
    expect(told).toContain(
      "Argo CD can't read a chart's values from the cluster",
    );
  });
});

describe('a folder', () => {
  it('is built by Argo CD', () => {
    const web = parts('prod', {
      [WEB]: text =>
        text
          .slice(0, text.indexOf('  patches'))
          .replace(
            '{manifests: {path: manifests/}}',
            '{kustomize: {path: manifests/}}',
          ),
    }).get('components/web');
    expect(theObject(web, 'Application')).toMatchObject({
      metadata: { name: 'kustomize-web' },
      spec: {
        source: {
          path: 'components/web/1.0.0/manifests',
          kustomize: { namespace: 'web' },
        },
        destination: { namespace: 'web' },
      },
    });
  });
});

describe("a team's own source", () => {
  const shop = parts('prod', {
    [SHOP]: replace(
      'namespaces: [{name: shop}]',
      'namespaces: [{name: shop}, {name: shop-jobs}]',
    ),
    'roles/developer.yaml': replace(
      '- {apiGroups: [apps], resources: [deployments], verbs: [get, list]}',
      `- {apiGroups: ["", apps], resources: [configmaps, deployments], verbs: [get, create]}
    - {apiGroups: [networking.k8s.io], resources: [networkpolicies], verbs: [get]}
    - {apiGroups: [shop.example], resources: [carts], verbs: ["*"]}`,
    ),
  }).get('workspaces/shop');

  it('is confined by a project to its repository, its namespaces and what its deployer may write', () => {
    const server = 'https://kubernetes.default.svc';
    expect(theObject(shop, 'AppProject', 'workspace-shop').spec).toEqual({
      description: 'What the team of workspace shop brings by itself',
      sourceRepos: ['https://git.example/tiny/shop'],
      destinations: [
        { server, namespace: 'shop' },
        { server, namespace: 'shop-jobs' },
      ],
      clusterResourceWhitelist: [],
      namespaceResourceWhitelist: [
        { group: '', kind: 'ConfigMap' },
        { group: 'apps', kind: 'Deployment' },
        { group: 'shop.example', kind: '*' },
      ],
      destinationServiceAccounts: ['shop', 'shop-jobs'].map(namespace => ({
        server,
        namespace,
        defaultServiceAccount: 'shop:flotilla-deployer',
      })),
    });
  });

  it('leaves the workloads running when it goes', () => {
    const application = theObject(shop, 'Application');
    expect(application).toMatchObject({
      metadata: { name: 'workspace-shop', namespace: 'argocd' },
      spec: { project: 'workspace-shop', source: { path: 'prod' } },
    });
    expect(application.metadata).not.toHaveProperty('finalizers');
  });
});
