import { proposeChange } from '../__testUtils__/proposeChange';
import { SampleForge, statusOf } from '../__testUtils__/sampleForge';

const FLEET = { owner: 'acme', repo: 'fleet' };

jest.setTimeout(60_000);

describe('A pull request by octokit', () => {
  let sample: SampleForge;
  beforeAll(async () => {
    sample = await SampleForge.start({ protect: true });
  });
  afterAll(async () => {
    await sample.stop();
  });

  it('goes from branch to merge as on GitHub', async () => {
    const linus = sample.octokit('linus').rest;
    const { pull, headSha } = await proposeChange(
      sample.octokit('linus'),
      'flotilla/cluster-create/dev-eu-3',
      {
        'clusters/dev-eu-3/cluster.yaml': 'kind: Cluster\nname: dev-eu-3\n',
        'fleet.yaml': 'kind: Fleet\nname: acme\n',
        'clusters/prod-eu-1/cluster.yaml': null,
      },
    );
    expect(pull).toMatchObject({
      number: 1,
      state: 'open',
      mergeable: true,
      mergeable_state: 'blocked',
      changed_files: 3,
      commits: 1,
      user: { login: 'linus' },
    });

    const files = await linus.pulls.listFiles({ ...FLEET, pull_number: 1 });
    expect(
      files.data.map(({ filename, status, patch }) => [
        filename,
        status,
        patch,
      ]),
    ).toEqual([
      [
        'clusters/dev-eu-3/cluster.yaml',
        'added',
        '@@ -0,0 +1,2 @@\n+kind: Cluster\n+name: dev-eu-3',
      ],
      [
        'clusters/prod-eu-1/cluster.yaml',
        'removed',
        '@@ -1,2 +0,0 @@\n-kind: Cluster\n-name: prod-eu-1',
      ],
      ['fleet.yaml', 'modified', '@@ -1 +1,2 @@\n kind: Fleet\n+name: acme'],
    ]);

    const merge = { ...FLEET, pull_number: 1, sha: headSha };
    expect(await statusOf(linus.pulls.merge(merge))).toEqual({
      status: 405,
      message: expect.stringContaining(
        'Required status check "flotilla/policy" is expected. At least 1 approving review is required',
      ),
    });

    await linus.repos.createCommitStatus({
      ...FLEET,
      sha: headSha,
      state: 'success',
      context: 'flotilla/policy',
    });
    const own = linus.pulls.createReview({
      ...FLEET,
      pull_number: 1,
      event: 'APPROVE',
    });
    expect((await statusOf(own)).status).toBe(422);
    const grace = sample.octokit('grace').rest;
    await grace.pulls.createReview({
      ...FLEET,
      pull_number: 1,
      event: 'APPROVE',
    });

    const ready = await linus.pulls.get({ ...FLEET, pull_number: 1 });
    expect(ready.data.mergeable_state).toBe('clean');
    const stale = { ...merge, sha: '0'.repeat(40) };
    expect((await statusOf(linus.pulls.merge(stale))).status).toBe(409);

    const merged = await linus.pulls.merge(merge);
    const main = await linus.git.getRef({ ...FLEET, ref: 'heads/main' });
    expect(main.data.object.sha).toBe(merged.data.sha);
    const closed = await linus.pulls.get({ ...FLEET, pull_number: 1 });
    expect(closed.data).toMatchObject({
      state: 'closed',
      merged: true,
      merged_by: { login: 'linus' },
      merge_commit_sha: merged.data.sha,
      changed_files: 3,
    });
  });
});
