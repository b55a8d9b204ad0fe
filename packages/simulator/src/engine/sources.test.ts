import { execFileSync } from 'node:child_process';
import { JsonObject, stringAt } from '../objects/json';
import { spec } from '../__testUtils__/changes';
import { SOURCE, WebStage } from '../__testUtils__/WebStage';
import { conditionOf } from './conditions';

let stage: WebStage;
let head: string;

beforeAll(async () => {
  stage = await WebStage.open();
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: stage.repository.folder,
      encoding: 'utf8',
    });
  git('tag', 'v1.2.3');
  head = git('rev-parse', 'HEAD').trim();
  await stage.twoLooks();
});

afterAll(() => stage.close());

async function refer(ref: JsonObject): Promise<void> {
  stage.cluster.api.update(SOURCE, spec({ ref }), { manager: 'flux' });
  await stage.cluster.agenda.idle();
}

const revision = () =>
  stringAt(stage.live(SOURCE), 'status', 'artifact', 'revision');

it('says in the status what was fetched', () => {
  const { metadata, status } = stage.live(SOURCE);
  expect(status).toMatchObject({
    observedGeneration: metadata.generation,
    artifact: {
      revision: `main@sha1:${head}`,
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      path: `gitrepository/flux-system/fleet/${head}.tar.gz`,
      url: expect.stringContaining(`${head}.tar.gz`),
      size: expect.any(Number),
      lastUpdateTime: expect.any(String),
    },
  });
  for (const type of ['Ready', 'ArtifactInStorage']) {
    expect(conditionOf(stage.live(SOURCE), type)).toMatchObject({
      status: 'True',
      reason: 'Succeeded',
      observedGeneration: metadata.generation,
    });
  }
});

it.each<[JsonObject, (commit: string) => string]>([
  [{ branch: 'main' }, commit => `main@sha1:${commit}`],
  [{ tag: 'v1.2.3' }, commit => `v1.2.3@sha1:${commit}`],
  [{ name: 'refs/heads/main' }, commit => `refs/heads/main@sha1:${commit}`],
])('names the revision of %j', async (ref, expected) => {
  await refer(ref);
  expect(revision()).toBe(expected(head));
});

it('names the revision of a commit, with its branch where that is given', async () => {
  await refer({ commit: head });
  expect(revision()).toBe(`sha1:${head}`);
  await refer({ commit: head, branch: 'main', tag: 'v1.2.3' });
  expect(revision()).toBe(`main@sha1:${head}`);
});

it('keeps the artifact when it can’t follow a ref, and says why', async () => {
  await refer({ branch: 'main' });
  await refer({ semver: '>=1.0.0' });
  expect(revision()).toBe(`main@sha1:${head}`);
  const source = stage.live(SOURCE);
  expect(conditionOf(source, 'Reconciling')).toMatchObject({
    status: 'True',
    reason: 'ProgressingWithRetry',
  });
  expect(conditionOf(source, 'FetchFailed')).toMatchObject({
    status: 'True',
    reason: 'GitOperationFailed',
    message: expect.stringContaining("doesn't do spec.ref.semver"),
  });
  expect(conditionOf(source, 'Ready')).toMatchObject({ status: 'False' });
});
