import { proposeChange } from '../__testUtils__/proposeChange';
import { SampleForge, statusOf } from '../__testUtils__/sampleForge';

jest.setTimeout(60_000);

const FLEET = { owner: 'acme', repo: 'fleet' };

describe('Merging', () => {
  let sample: SampleForge;
  beforeEach(async () => {
    sample = await SampleForge.start();
  });
  afterEach(async () => {
    await sample.stop();
  });

  it('is refused on a conflict, until the branch is made anew', async () => {
    const ada = sample.octokit('ada');
    const first = await proposeChange(ada, 'first', { 'fleet.yaml': 'a\n' });
    const second = await proposeChange(ada, 'second', { 'fleet.yaml': 'b\n' });
    await ada.rest.pulls.merge({ ...FLEET, pull_number: first.pull.number });

    const pull = { ...FLEET, pull_number: second.pull.number };
    const { data } = await ada.rest.pulls.get(pull);
    expect(data).toMatchObject({ mergeable: false, mergeable_state: 'dirty' });
    const refused = await statusOf(ada.rest.pulls.merge(pull));
    expect(refused).toMatchObject({
      status: 405,
      message: expect.stringContaining(
        'conflicts with the base branch in fleet.yaml',
      ),
    });

    await sample.forge.commit({
      ...{ owner: 'acme', name: 'fleet', author: 'ada' },
      branch: 'anew',
      message: 'Not in the way',
      files: new Map([['other.yaml', 'x\n']]),
    });
    const main = await ada.rest.git.getRef({ ...FLEET, ref: 'heads/main' });
    const commit = await ada.rest.git.createCommit({
      ...FLEET,
      message: 'Again on the new base',
      tree: (
        await ada.rest.repos.getCommit({ ...FLEET, ref: 'anew' })
      ).data.commit.tree.sha,
      parents: [main.data.object.sha],
    });
    await ada.rest.git.updateRef({
      ...FLEET,
      ref: 'heads/second',
      sha: commit.data.sha,
      force: true,
    });
    expect((await ada.rest.pulls.get(pull)).data.mergeable_state).toBe('clean');
    expect((await statusOf(ada.rest.pulls.merge(pull))).status).toBe(200);
  });

  it('by squash leaves one commit with one parent', async () => {
    const ada = sample.octokit('ada').rest;
    const { pull, base } = await proposeChange(
      sample.octokit('ada'),
      'squashed',
      { 'x.yaml': 'x\n' },
    );
    const merged = await ada.pulls.merge({
      ...FLEET,
      pull_number: pull.number,
      merge_method: 'squash',
      commit_title: 'One line',
    });
    const { data } = await ada.repos.getCommit({
      ...FLEET,
      ref: merged.data.sha,
    });
    expect(data.parents.map(({ sha }) => sha)).toEqual([base]);
    expect(data.commit.message).toMatch(/^One line\n/);
    expect(data.commit.author).toMatchObject({ email: 'ada@acme.example' });
  });

  it('finds a second pull request for a branch already there', async () => {
    const ada = sample.octokit('ada').rest;
    await proposeChange(sample.octokit('ada'), 'twice', { 'x.yaml': 'x\n' });
    const again = await statusOf(
      ada.pulls.create({
        ...FLEET,
        title: 'Again',
        head: 'acme:twice',
        base: 'main',
      }),
    );
    expect(again).toEqual({
      status: 422,
      message: expect.stringContaining(
        'A pull request already exists for acme:twice.',
      ),
    });
  });

  it('outlives a restart of the host', async () => {
    const { pull } = await proposeChange(sample.octokit('ada'), 'kept', {
      'x.yaml': 'x\n',
    });
    await sample.octokit('grace').rest.pulls.createReview({
      ...FLEET,
      pull_number: pull.number,
      event: 'APPROVE',
    });
    await sample.forge.stop();
    sample = await SampleForge.start({ directory: sample.directory });
    const reviews = await sample.octokit('ada').rest.pulls.listReviews({
      ...FLEET,
      pull_number: pull.number,
    });
    expect(reviews.data).toMatchObject([
      { state: 'APPROVED', user: { login: 'grace' } },
    ]);
  });
});
