import { Octokit } from 'octokit';
import { GithubContract } from '../__testUtils__/GithubContract';
import { proposeChange } from '../__testUtils__/proposeChange';
import { SampleForge } from '../__testUtils__/sampleForge';

const FLEET = { owner: 'acme', repo: 'fleet' };

jest.setTimeout(60_000);

describe("GitHub's published schemas", () => {
  const contract = new GithubContract();
  let sample: SampleForge;
  let ada: Octokit;
  let grace: Octokit;
  let pull: Awaited<ReturnType<typeof proposeChange>>;
  let number: { owner: string; repo: string; pull_number: number };
  let issue: { owner: string; repo: string; issue_number: number };

  beforeAll(async () => {
    sample = await SampleForge.start({ protect: true });
    ada = sample.octokit('ada');
    grace = sample.octokit('grace');
    contract.watch(ada);
    contract.watch(grace);
    pull = await proposeChange(ada, 'change', { 'a/b.yaml': 'a: b\n' });
    number = { ...FLEET, pull_number: pull.pull.number };
    issue = { ...FLEET, issue_number: pull.pull.number };
  });
  afterAll(async () => {
    await sample.stop();
  });

  it('hold for people', async () => {
    const { rest } = ada;
    const team = { org: 'acme', team_slug: 'platform' };
    await rest.rateLimit.get();
    await rest.users.getAuthenticated();
    await rest.users.getByUsername({ username: 'grace' });
    await rest.orgs.get({ org: 'acme' });
    await rest.orgs.listMembers({ org: 'acme' });
    await rest.teams.list({ org: 'acme' });
    await rest.teams.getByName(team);
    await rest.teams.listMembersInOrg(team);
    await rest.teams.getMembershipForUserInOrg({ ...team, username: 'grace' });
    expect(contract.problems).toEqual([]);
  });

  it('hold for repositories and contents', async () => {
    const { repos } = ada.rest;
    const sha = pull.headSha;
    await repos.get(FLEET);
    await repos.listBranches(FLEET);
    await repos.getBranch({ ...FLEET, branch: 'main' });
    await repos.listCommits(FLEET);
    await repos.getCommit({ ...FLEET, ref: 'change' });
    await repos.listPullRequestsAssociatedWithCommit({
      ...FLEET,
      commit_sha: sha,
    });
    await repos.compareCommitsWithBasehead({
      ...FLEET,
      basehead: 'main...change',
    });
    await repos.getContent({ ...FLEET, path: 'fleet.yaml' });
    await repos.getContent({ ...FLEET, path: 'clusters' });
    const edit = { ...FLEET, branch: 'change', message: 'Edit' };
    const written = await repos.createOrUpdateFileContents({
      ...edit,
      path: 'new.txt',
      content: Buffer.from('new').toString('base64'),
    });
    await repos.deleteFile({
      ...edit,
      path: 'new.txt',
      sha: written.data.content?.sha ?? '',
    });
    expect(contract.problems).toEqual([]);
  });

  it("hold for git's objects", async () => {
    const { git } = ada.rest;
    await git.listMatchingRefs({ ...FLEET, ref: 'heads/' });
    const { base } = pull;
    const commit = await git.getCommit({ ...FLEET, commit_sha: base });
    const tree_sha = commit.data.tree.sha;
    await git.getTree({ ...FLEET, tree_sha, recursive: 'true' });
    const blob = await git.createBlob({ ...FLEET, content: 'x' });
    await git.getBlob({ ...FLEET, file_sha: blob.data.sha });
    const ref = 'heads/side';
    await git.createRef({ ...FLEET, ref: `refs/${ref}`, sha: base });
    await git.updateRef({ ...FLEET, ref, sha: pull.headSha });
    await git.deleteRef({ ...FLEET, ref });
    expect(contract.problems).toEqual([]);
  });

  it('hold for statuses and check runs', async () => {
    const { repos, checks } = ada.rest;
    const { data } = await ada.rest.pulls.get(number);
    const { sha } = data.head;
    await repos.createCommitStatus({
      ...FLEET,
      sha,
      state: 'success',
      context: 'flotilla/policy',
      target_url: 'http://127.0.0.1/request/1',
    });
    await repos.getCombinedStatusForRef({ ...FLEET, ref: 'change' });
    await repos.listCommitStatusesForRef({ ...FLEET, ref: sha });
    const run = await checks.create({
      ...FLEET,
      name: 'render',
      head_sha: sha,
      status: 'in_progress',
    });
    const check_run_id = run.data.id;
    await checks.update({
      ...FLEET,
      check_run_id,
      conclusion: 'success',
      output: { title: 'Rendered', summary: 'All files are as rendered.' },
    });
    await checks.get({ ...FLEET, check_run_id });
    await checks.listForRef({ ...FLEET, ref: sha });
    expect(contract.problems).toEqual([]);
  });

  it('hold for labels, comments and assignees', async () => {
    const { issues } = ada.rest;
    await issues.createLabel({ ...FLEET, name: 'fleet', color: '0b7285' });
    await issues.listLabelsForRepo(FLEET);
    await issues.getLabel({ ...FLEET, name: 'fleet' });
    await issues.get(issue);
    await issues.addLabels({ ...issue, labels: ['fleet', 'cluster-create'] });
    await issues.setLabels({ ...issue, labels: ['fleet', 'other'] });
    await issues.removeLabel({ ...issue, name: 'other' });
    await issues.listLabelsOnIssue(issue);
    const comment = await issues.createComment({ ...issue, body: 'Hello' });
    const comment_id = comment.data.id;
    await issues.updateComment({ ...FLEET, comment_id, body: 'Hello again' });
    await issues.listComments(issue);
    await issues.deleteComment({ ...FLEET, comment_id });
    await issues.addAssignees({ ...issue, assignees: ['grace'] });
    expect(contract.problems).toEqual([]);
  });

  it('hold for pull requests from review to merge', async () => {
    const { pulls } = ada.rest;
    await pulls.list({ ...FLEET, head: 'acme:change' });
    await pulls.update({ ...number, title: 'A better title' });
    await pulls.listFiles(number);
    await pulls.listCommits(number);
    await pulls.requestReviewers({
      ...number,
      reviewers: ['grace'],
      team_reviewers: ['platform'],
    });
    await pulls.get(number);
    await pulls.listRequestedReviewers(number);
    await pulls.removeRequestedReviewers({ ...number, reviewers: ['grace'] });
    const early = await grace.rest.pulls.createReview({
      ...number,
      event: 'REQUEST_CHANGES',
      body: 'Not yet.',
    });
    const review_id = early.data.id;
    await pulls.getReview({ ...number, review_id });
    await pulls.dismissReview({ ...number, review_id, message: 'Settled.' });
    await grace.rest.pulls.createReview({ ...number, event: 'APPROVE' });
    await pulls.listReviews(number);
    await pulls.merge({ ...number, merge_method: 'squash' });
    await pulls.get(number);
    expect(contract.problems).toEqual([]);
  });

  it('were held against every operation that the forge speaks', () => {
    expect(contract.unseen()).toEqual([]);
  });
});
