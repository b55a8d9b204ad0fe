import { describeOnKubernetes } from '../controlPlane/describeOnKubernetes';
import { textAt, valueAt } from '../controlPlane/fields';
import { TestRepository } from '../git/TestRepository';
import { until } from '../until';
import { Flux, startFlux } from './startFlux';

const PART =
  '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/web';
const SOURCE =
  '/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories/fleet';
const CONFIG = '/api/v1/namespaces/web/configmaps/settings';

describeOnKubernetes(
  'Flux on a real Kubernetes API',
  kubernetes => {
    let repository: TestRepository;
    let flux: Flux;

    const commit = (text: string) =>
      repository.commit({ 'web/manifests.yaml': text });
    const read = async (path: string) =>
      (await kubernetes().request(path)).body;
    const ready = async (path: string) => {
      const conditions = valueAt(await read(path), 'status', 'conditions');
      const found = Array.isArray(conditions)
        ? conditions.find(one => textAt(one, 'type') === 'Ready')
        : undefined;
      return `${textAt(found, 'status')} ${textAt(found, 'reason')}`;
    };
    const applied = async () =>
      textAt(await read(PART), 'status', 'lastAppliedRevision');
    const colour = async () => textAt(await read(CONFIG), 'data', 'colour');

    beforeAll(async () => {
      repository = new TestRepository();
      commit(manifests('green'));
      flux = await startFlux(kubernetes(), repository.folder);
      await kubernetes().namespace('x');
      for (const [path, object] of declared()) {
        await kubernetes().apply(path, object);
      }
    }, 15 * 60_000);

    afterAll(async () => {
      await flux?.stop();
      repository.remove();
    });

    it('applies what is in Git, and says of which commit it is', async () => {
      await until(async () => {
        return (await ready(PART)) === 'True ReconciliationSucceeded';
      }, 'the part to be applied');
      expect(await colour()).toBe('green');
      expect(await applied()).toBe(
        `main@sha1:${repository.git('rev-parse', 'HEAD')}`,
      );
    });

    it('follows a commit', async () => {
      const head = commit(manifests('blue'));
      await flux.fetch();
      await until(async () => {
        return (await applied()) === `main@sha1:${head}`;
      }, 'the commit to be applied');
      expect(await colour()).toBe('blue');
    });

    it('applies nothing of a commit that is broken, and goes on with the next', async () => {
      const before = await applied();
      commit(`${manifests('red')}  more: {of: this}\n`);
      await flux.fetch();
      await until(async () => {
        return (await ready(PART)) === 'False ReconciliationFailed';
      }, 'the part to fail');
      expect([await colour(), await applied()]).toEqual(['blue', before]);
      const head = commit(manifests('yellow'));
      await flux.fetch();
      await until(async () => {
        return (await applied()) === `main@sha1:${head}`;
      }, 'the commit to be applied');
    });

    it('says so where the repository has gone, and keeps what it has', async () => {
      repository.git('branch', '-m', 'main', 'other');
      await flux.fetch();
      expect(await ready(SOURCE)).toBe('False GitOperationFailed');
      expect(await ready(PART)).toBe('True ReconciliationSucceeded');
      repository.git('branch', '-m', 'other', 'main');
      await flux.fetch();
      expect(await ready(SOURCE)).toBe('True Succeeded');
    });
  },
  { own: true },
);

function manifests(colour: string): string {
  return `apiVersion: v1
kind: Namespace
metadata: {name: web}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: web}
data:
  colour: ${colour}
`;
}

function declared(): [string, object][] {
  const metadata = (name: string) => ({ name, namespace: 'flux-system' });
  return [
    [
      '/api/v1/namespaces/flux-system',
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'flux-system' },
      },
    ],
    [
      SOURCE,
      {
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'GitRepository',
        metadata: metadata('fleet'),
        spec: {
          interval: '1m',
          url: 'https://git.acme.example/fleet',
          ref: { branch: 'main' },
        },
      },
    ],
    [
      PART,
      {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: metadata('web'),
        spec: {
          interval: '5s',
          retryInterval: '2s',
          path: './web',
          prune: true,
          wait: true,
          sourceRef: { kind: 'GitRepository', name: 'fleet' },
        },
      },
    ],
  ];
}
