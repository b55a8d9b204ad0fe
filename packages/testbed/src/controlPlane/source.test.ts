import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeKubeconfig } from './kubeconfigs';
import { controlPlaneSource } from './source';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'control-plane-source-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A kubeconfig of a server, in a file. */
function kubeconfigOf(server: string): string {
  const path = join(folder, 'kubeconfig');
  writeFileSync(path, composeKubeconfig({ server }, { token: 'x' }));
  return path;
}

/** A folder with one program in it. */
function folderWith(program: string): string {
  const path = join(folder, program);
  mkdirSync(path);
  writeFileSync(join(path, program), '');
  return path;
}

it('takes what the test run shares, unless somebody wants their own', () => {
  const env = {
    FLOTILLA_TEST_CONTROL_PLANE: '/run/shared.json',
    PATH: folderWith('go'),
  };
  expect(controlPlaneSource(false, env)).toEqual({
    from: 'run',
    file: '/run/shared.json',
  });
  expect(controlPlaneSource(true, env)).toMatchObject({ from: 'go' });
});

it('takes a cluster on this machine from KUBECONFIG', () => {
  const KUBECONFIG = kubeconfigOf('https://127.0.0.1:6443');
  expect(controlPlaneSource(false, { KUBECONFIG })).toMatchObject({
    from: 'kubeconfig',
  });
});

it('leaves a cluster elsewhere alone, unless it is said to be for tests', () => {
  const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const KUBECONFIG = kubeconfigOf('https://prod.example.com');
  const env = { KUBECONFIG, PATH: folderWith('go') };
  expect(controlPlaneSource(false, env)).toMatchObject({ from: 'go' });
  expect(said.mock.calls.join()).toContain('prod.example.com');
  said.mockRestore();
  const allowed = { ...env, FLOTILLA_TEST_CLUSTER: 'yes' };
  expect(controlPlaneSource(false, allowed)).toMatchObject({
    from: 'kubeconfig',
  });
});

it('takes an API server from KUBEBUILDER_ASSETS, where it is there', () => {
  const KUBEBUILDER_ASSETS = folderWith('kube-apiserver');
  expect(controlPlaneSource(false, { KUBEBUILDER_ASSETS })).toEqual({
    from: 'assets',
    folder: KUBEBUILDER_ASSETS,
  });
});

it('says once what is missing when a run has none', () => {
  expect(
    controlPlaneSource(true, { FLOTILLA_TEST_CONTROL_PLANE: 'none' }),
  ).toMatchObject({ from: 'nowhere', known: true });
});
