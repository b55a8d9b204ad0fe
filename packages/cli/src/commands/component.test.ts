import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseManifests } from '@flotilla/model';
import { SAMPLE_FLEET, kubernetesTools } from '@flotilla/testbed';
import { parse } from 'yaml';
import { ChartRepository, writeChart } from '../__testUtils__/chartRepository';
import type { ChartFiles } from '../__testUtils__/chartRepository';
import { FleetFolder } from '../__testUtils__/fleetFolder';
import { runCommand } from '../__testUtils__/runCommand';

// The first test unpacks helm where no other did.
jest.setTimeout(60_000);

const HOME = 'components/web/1.2.3';
const COMPONENT = `${HOME}/component.yaml`;

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: {{ .Release.Name }}, namespace: {{ .Release.Namespace }}}
spec:
  replicas: {{ .Values.replicas }}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "nginx:1.27", env: [{name: HOME_PAGE, value: "\${HOME}"}]}]
`;

const CHART: ChartFiles = {
  'values.yaml': 'replicas: 1\n',
  'templates/web/deployment.yaml': DEPLOYMENT,
  'templates/service.yaml': `apiVersion: v1
kind: Service
metadata: {name: web, annotations: {made-for: "{{ .Capabilities.KubeVersion.Version }}"}}
spec: {selector: {app: web}, ports: [{port: 80}]}
`,
  'crds/tills.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: tills.acme.example}
spec: {group: acme.example, scope: Namespaced, names: {kind: Till, plural: tills}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]}
`,
};

const component = (
  source: string,
) => `# Ours since 2024; ask Ada before you change it.
apiVersion: flotilla.dev/v1alpha1
kind: Component
metadata: {name: web}
spec:
  version: 1.2.3
  namespace: shop
  values: {replicas: 4}   # as the shop needs it
${source}
  patches:
    - target: {kind: Deployment, name: web}
      merge: {spec: {replicas: "\${values.replicas}"}}
`;

describe('flotilla component vendor', () => {
  let fleet: FleetFolder;
  let charts: string;
  let repository: ChartRepository;
  let env: Record<string, string>;

  beforeAll(async () => {
    const { helm } = await kubernetesTools();
    env = {
      PATH: [path.dirname(helm), process.env.PATH].join(path.delimiter),
      HOME: os.tmpdir(),
    };
    charts = await mkdtemp(path.join(os.tmpdir(), 'flotilla-charts-'));
    repository = await ChartRepository.start(helm, path.join(charts, 'repo'));
  });
  afterAll(async () => {
    await repository.stop();
    await rm(charts, { recursive: true, force: true });
  });
  beforeEach(async () => {
    fleet = await FleetFolder.copyOf(
      SAMPLE_FLEET,
      file =>
        !/^(rendered|clusters|workspaces|models|rollouts)(\/|$)/.test(file),
    );
  });
  afterEach(() => fleet.remove());

  const vendor = (...more: string[]) =>
    runCommand(['component', 'vendor', 'web@1.2.3', ...more], {
      cwd: fleet.root,
      env,
    });

  async function publish(files: ChartFiles = {}): Promise<void> {
    const folder = await mkdtemp(path.join(charts, 'chart-'));
    await writeChart(folder, 'web', '9.1.0', { ...CHART, ...files });
    await repository.publish(folder);
  }

  const released = (rest = '') =>
    component(
      `  source: {helm: {repository: "${repository.url}", chart: web, version: 9.1.0}}${rest}`,
    );

  const manifest = async (file: string) =>
    parseManifests(await fleet.read(`${HOME}/manifests/${file}`));

  it('writes what a chart renders with the component’s values, a file for each template', async () => {
    await publish();
    await fleet.write(COMPONENT, released());
    const result = await vendor('--kube-version', '1.35.4');
    expect(result).toMatchObject({ code: 0, err: '' });
    expect(result.out).toMatch(
      /^chart web 9\.1\.0, sha256:[0-9a-f]{64}\n3 objects in 3 files:\n/,
    );
    const [deployment] = await manifest('web/deployment.yaml');
    expect(deployment).toMatchObject({
      metadata: { name: 'web', namespace: 'shop' },
      spec: { replicas: 4 },
    });
    expect((await manifest('service.yaml'))[0].metadata.annotations).toEqual({
      'made-for': 'v1.35.4',
    });
    expect((await manifest('crds/tills.yaml'))[0].kind).toBe(
      'CustomResourceDefinition',
    );
    expect(result.out).toMatch(
      /What vendoring loses:\n {2}templates\/service\.yaml {2}\.Capabilities\.KubeVersion\.Version: decided for Kubernetes 1\.35\.4/,
    );
  });

  it('tells a chart which APIs that Kubernetes has', async () => {
    await publish({
      'templates/nightly.yaml': `apiVersion: {{ .Capabilities.APIVersions.Has "batch/v1/CronJob" | ternary "batch/v1" "batch/v1beta1" }}
kind: CronJob
metadata: {name: nightly}
spec: {schedule: "@daily", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: busybox}]}}}}}
`,
    });
    await fleet.write(COMPONENT, released());
    await vendor();
    expect((await manifest('nightly.yaml'))[0].apiVersion).toBe('batch/v1');
    const { code, err } = await vendor('--kube-version', 'newest');
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining('"newest" isn\'t a version of Kubernetes'),
    });
  });

  it('records chart, version and digest in a component.yaml that stays its author’s', async () => {
    await publish();
    await fleet.write(COMPONENT, released());
    await vendor();
    const text = await fleet.read(COMPONENT);
    const { spec } = parse(text);
    expect(spec.source).toEqual({ manifests: { path: 'manifests/' } });
    expect(spec.vendoredFrom).toEqual({
      helm: {
        repository: repository.url,
        chart: 'web',
        version: '9.1.0',
        digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        kubernetes: 'v1.36.1',
      },
    });
    const kept = released()
      .split('\n')
      .filter(line => !line.includes('source:'));
    expect(text.split('\n')).toEqual(expect.arrayContaining(kept));
    expect((await runCommand(['validate'], { cwd: fleet.root })).out).toMatch(
      /no problems\n$/,
    );
  });

  it('gives the same bytes again, and takes away what the chart no longer has', async () => {
    await publish();
    await fleet.write(COMPONENT, released());
    await vendor();
    const first = await fleet.read(COMPONENT);
    await fleet.write(`${HOME}/manifests/gone.yaml`, 'kind: ConfigMap\n');
    expect((await vendor()).code).toBe(0);
    expect(await fleet.read(COMPONENT)).toBe(first);
    expect(await readdir(path.join(fleet.root, HOME))).toEqual([
      'component.yaml',
      'manifests',
    ]);
    expect(existsSync(path.join(fleet.root, HOME, 'manifests/gone.yaml'))).toBe(
      false,
    );
  });

  it('refuses a version that was published again with other content', async () => {
    await publish();
    await fleet.write(COMPONENT, released());
    await vendor();
    const before = await fleet.read(COMPONENT);
    await publish({ 'values.yaml': 'replicas: 2\n' });
    expect(await vendor()).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /component\.yaml:\d+:\d+ {2}this isn't what was vendored before: sha256:/,
      ),
    });
    expect(await fleet.read(COMPONENT)).toBe(before);
  });

  it('leaves out hooks and Secrets with data, and says so', async () => {
    await publish({
      'templates/migrate.yaml': `apiVersion: batch/v1
kind: Job
metadata: {name: migrate, annotations: {helm.sh/hook: "pre-upgrade"}}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: busybox}]}}}
`,
      'templates/secret.yaml': `apiVersion: v1
kind: Secret
metadata: {name: password}
stringData: {password: swordfish}
---
apiVersion: v1
kind: Secret
metadata: {name: filled-later}
`,
      'templates/config.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: found}
data: {there: {{ lookup "v1" "Namespace" "" "default" | empty | quote }} }
`,
    });
    await fleet.write(COMPONENT, released());
    const { code, out } = await vendor('-o', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out).losses).toEqual([
      expect.objectContaining({ kind: 'secret', what: 'Secret/password' }),
      expect.objectContaining({ kind: 'hook', what: 'Job/migrate' }),
      expect.objectContaining({
        kind: 'lookup',
        what: 'templates/config.yaml',
      }),
      expect.objectContaining({ kind: 'capabilities' }),
    ]);
    expect(await fleet.read(`${HOME}/manifests/secret.yaml`)).not.toContain(
      'swordfish',
    );
  });

  it('refuses a chart that renders differently each time, naming the template', async () => {
    await publish({
      'templates/token.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: token}
data: {token: {{ randAlphaNum 12 }} }
`,
    });
    await fleet.write(COMPONENT, released());
    const { code, err } = await vendor();
    expect(code).toBe(2);
    expect(err).toContain('differs: ConfigMap/token of templates/token.yaml');
    expect(err).toContain('templates/token.yaml calls randAlphaNum');
    expect(existsSync(path.join(fleet.root, HOME, 'manifests'))).toBe(false);
    expect(await fleet.read(COMPONENT)).toBe(released());
  });

  it('vendors a chart in a folder beside the component', async () => {
    await writeChart(
      path.join(fleet.root, HOME, 'charts/web'),
      'web',
      '9.1.0',
      CHART,
    );
    await fleet.write(
      COMPONENT,
      component(
        '  source: {helm: {repository: ./charts, chart: web, version: 9.1.0}}',
      ),
    );
    expect(await vendor()).toMatchObject({ code: 0, err: '' });
    expect((await manifest('web/deployment.yaml'))[0].kind).toBe('Deployment');
  });

  it('vendors a kustomization, a file for each kind', async () => {
    const folder = `${HOME}/kustomize`;
    await fleet.write(
      `${folder}/kustomization.yaml`,
      'namePrefix: acme-\nresources: [all.yaml]\n',
    );
    await fleet.write(
      `${folder}/all.yaml`,
      ['ConfigMap', 'ServiceAccount', 'ConfigMap']
        .map(
          (kind, i) =>
            `apiVersion: v1\nkind: ${kind}\nmetadata: {name: n${i}}\n`,
        )
        .join('---\n'),
    );
    await fleet.write(
      COMPONENT,
      component('  source: {kustomize: {path: kustomize/}}').replace(
        / {2}patches[\s\S]*/,
        '',
      ),
    );
    expect(await vendor()).toMatchObject({ code: 0, err: '' });
    expect(
      (await manifest('configmap.yaml')).map(({ metadata }) => metadata.name),
    ).toEqual(['acme-n0', 'acme-n2']);
    expect(parse(await fleet.read(COMPONENT)).spec.vendoredFrom).toEqual({
      kustomize: {
        url: './kustomize/',
        digest: expect.stringMatching(/^sha256:/),
      },
    });
  });

  it('says how to get helm where it isn’t there', async () => {
    await fleet.write(COMPONENT, released());
    const { code, err } = await runCommand(
      ['component', 'vendor', 'web@1.2.3'],
      { cwd: fleet.root, env: { PATH: fleet.root } },
    );
    expect(code).toBe(2);
    expect(err).toMatch(/helm isn't on the PATH\n.*https:\/\/helm\.sh\//);
  });

  it.each([
    [
      'values that differ by cluster',
      () =>
        released().replace('replicas: 4', 'replicas: "${variables.workers}"'),
      /component\.yaml:8:\d+ {2}values with \$\{ … \}/,
    ],
    [
      'a chart that is an option',
      () => released().replace('chart: web', 'chart: --post-renderer=x'),
      /--post-renderer=x isn't a name/,
    ],
    [
      'a repository of a plugin',
      () => released().replace(/http:[^"]*/, 'exec://anything'),
      /exec:\/\/anything isn't a chart repository/,
    ],
    [
      'a folder outside of the component',
      () => released().replace(/http:[^"]*/, './../../..'),
      /isn't a chart repository/,
    ],
    [
      'manifests of nobody knows where',
      () => component('  source: {manifests: {path: manifests/}}'),
      /component\.yaml:9:\d+ {2}nothing says where these manifests come from/,
    ],
  ])('refuses %s', async (_, text, message) => {
    await fleet.write(COMPONENT, text());
    const { code, err } = await vendor();
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it('doesn’t follow a link to somewhere else', async () => {
    await publish();
    await fleet.write(COMPONENT, released());
    await symlink(charts, path.join(fleet.root, HOME, 'manifests'));
    expect(await vendor()).toMatchObject({
      code: 2,
      err: expect.stringContaining('link'),
    });
    expect(existsSync(path.join(charts, 'repo/index.yaml'))).toBe(true);
  });

  it('refuses a chart of another version in the folder beside it', async () => {
    const chart = path.join(fleet.root, HOME, 'charts/web');
    await writeChart(chart, 'web', '9.2.0', CHART);
    await fleet.write(
      COMPONENT,
      component(
        '  source: {helm: {repository: ./charts, chart: web, version: 9.1.0}}',
      ),
    );
    expect((await vendor()).err).toMatch(
      /has version 9\.2\.0, and component\.yaml names 9\.1\.0/,
    );
  });

  it('says what is wrong with a component that can’t be read', async () => {
    await fleet.write(
      COMPONENT,
      released().replace('version: 1.2.3', 'version: one'),
    );
    const { code, err } = await vendor();
    expect(code).toBe(2);
    expect(err).toMatch(/component\.yaml:6:\d+ .*isn't a version/);
  });

  it('asks for the version that was left out', async () => {
    await fleet.write(COMPONENT, released());
    const { code, err } = await runCommand(['component', 'vendor', 'web'], {
      cwd: fleet.root,
    });
    expect({ code, err }).toEqual({
      code: 2,
      err: 'flotilla: which version of web?\n  Write web@1.2.3.\n',
    });
  });

  it('lists the components that there are', async () => {
    const { code, err } = await vendor();
    expect(code).toBe(2);
    expect(err).toMatch(
      /there is no component web@1\.2\.3\n {2}There are: acme-audit-forwarder@1\.3\.0, /,
    );
  });
});
