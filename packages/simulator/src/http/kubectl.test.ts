import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubernetesTools } from '@flotilla/testbed';
import { parse } from 'yaml';
import { Kubectl } from '../__testUtils__/Kubectl';
import { DEPLOYMENT, WebStage } from '../__testUtils__/WebStage';

const WEB = `apiVersion: v1
kind: Namespace
metadata: {name: web}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: web, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "nginx:1.27.1"}]}
`;

let stage: WebStage;
let kubectl: Kubectl;

beforeAll(async () => {
  stage = await WebStage.open(WEB);
  const tools = await kubernetesTools();
  kubectl = new Kubectl(tools.kubectl, stage.cluster.kubeconfig('admin'));
});

afterAll(async () => {
  kubectl.remove();
  await stage.close();
});

/** The cells of each line. */
function rows(text: string): string[][] {
  return text
    .trim()
    .split('\n')
    .map(line => line.split(/ {2,}/).map(cell => cell.trim()));
}

it('prints workloads with their columns', async () => {
  const { stdout, stderr } = await kubectl.run(['get', 'deployments', '-A']);
  expect(stderr).toBe('');
  expect(rows(stdout)).toEqual([
    ['NAMESPACE', 'NAME', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'AGE'],
    ['web', 'web', '2/2', '2', '2', expect.stringMatching(/^\d+d$/)],
  ]);
});

it('prints how the engine stands', async () => {
  const { stdout, stderr } = await kubectl.run(['get', 'kustomizations', '-A']);
  expect(stderr).toBe('');
  expect(rows(stdout)[0]).toEqual([
    'NAMESPACE',
    'NAME',
    'AGE',
    'READY',
    'STATUS',
  ]);
  expect(rows(stdout)[1]).toEqual([
    'flux-system',
    'components-web',
    expect.stringMatching(/^\d+d$/),
    'True',
    expect.stringMatching(/^Applied revision: main@sha1:[0-9a-f]{40}$/),
  ]);
});

it('gives one object as YAML', async () => {
  const { stdout } = await kubectl.run(
    'get deployment web -n web -o yaml --show-managed-fields'.split(' '),
  );
  expect(parse(stdout)).toEqual(stage.cluster.api.find(DEPLOYMENT));
});

it('tells both versions', async () => {
  const { stdout } = await kubectl.run(['version']);
  expect(stdout).toContain('Client Version: v1.36');
  expect(stdout).toContain('Server Version: v1.35.2');
});

it.each([
  [
    'edit',
    ['edit', 'deployment', 'web', '-n', 'web'],
    'cannot patch resource "deployments"',
  ],
  [
    'patch',
    ['patch', 'ns', 'web', '-p', '{"metadata":{"labels":{"a":"b"}}}'],
    'cannot patch resource "namespaces"',
  ],
  [
    'scale',
    ['scale', 'deployment', 'web', '-n', 'web', '--replicas=3'],
    'cannot patch resource "deployments/scale"',
  ],
  [
    'create',
    ['create', 'namespace', 'mine'],
    'cannot create resource "namespaces"',
  ],
  [
    'apply',
    ['apply', '-n', 'web', '-f', 'FILE'],
    'cannot create resource "configmaps"',
  ],
  [
    'delete',
    ['delete', 'deployment', 'web', '-n', 'web'],
    'cannot delete resource "deployments"',
  ],
])('refuses to %s, and says what to do instead', async (_, args, refusal) => {
  const file = join(stage.repository.folder, 'config-map.yaml');
  writeFileSync(file, 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n');
  const before = stage.cluster.store.resourceVersion;
  const { code, stderr } = await kubectl.run(
    args.map(arg => (arg === 'FILE' ? file : arg)),
    { KUBE_EDITOR: 'sed -i s/1.27.1/1.28.0/' },
  );
  expect(code).toBe(1);
  expect(stderr).toContain(refusal);
  expect(stderr).toContain(
    'simulated clusters are read-only over HTTP; use "npm run demo -- edit <cluster>"',
  );
  expect(stage.cluster.store.resourceVersion).toBe(before);
});
