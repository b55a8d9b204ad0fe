import { ConflictError } from '@backstage/errors';
import type { Octokit } from 'octokit';
import { ChangeLookup, lookUpChange } from './changeLookup';
import {
  baseOf,
  COMMITTER,
  commitMessage,
  isOurs,
  pusherOf,
} from './ownership';

/**
 * A change to be proposed as one commit on one branch.
 *
 * @public
 */
export interface PullRequestProposal {
  /** The commit that the files were written for, and the branch that shall take them. */
  base: { commit: string; branch: string };
  /** The same for the same change: a second run finds what the first one made. */
  branch: string;
  /** Names the change in the commit's trailer; the branch by default. */
  change?: string;
  title: string;
  body: string;
  /** New text by path; null deletes the file. */
  files: ReadonlyMap<string, string | null>;
  labels: readonly string[];
  /** Who asked for it, as the commit's author. */
  author?: { name: string; email: string };
}

/**
 * @public
 */
export interface OpenedPullRequest {
  number: number;
  url: string;
  headSha: string;
  /** False when the pull request was there already. */
  created: boolean;
}

interface Place {
  owner: string;
  repo: string;
}

/** At most six calls: look up, tree, commit, branch, pull request, labels. */
export async function openPullRequest(
  client: Octokit,
  place: Place,
  proposal: PullRequestProposal,
): Promise<OpenedPullRequest> {
  const found = await lookUpChange(client, place, {
    base: proposal.base.commit,
    branch: proposal.branch,
  });
  refuseForeignBranch(found, proposal);
  const tree = await writeTree(client, place, found.baseTree, proposal.files);
  if (tree === found.baseTree) {
    throw new ConflictError(
      `Nothing to propose: ${
        proposal.base.branch
      } already holds exactly these files (${proposal.base.commit.slice(
        0,
        10,
      )})`,
    );
  }
  const headSha = await moveBranch(client, place, proposal, found, tree);
  const pull = found.pull
    ? await updatePull(client, place, proposal, found.pull)
    : await createPull(client, place, proposal);
  await addLabels(
    client,
    place,
    pull.number,
    proposal.labels,
    found.pull?.labels ?? [],
  );
  return { ...pull, headSha, created: !found.pull };
}

function refuseForeignBranch(
  { head, pull }: ChangeLookup,
  proposal: PullRequestProposal,
) {
  if (!head || isOurs(head, changeOf(proposal))) {
    return;
  }
  const where = pull ? ` (pull request #${pull.number}, ${pull.url})` : '';
  throw new ConflictError(
    `${pusherOf(head)} pushed ${head.commit.slice(0, 10)} to ${
      proposal.branch
    }${where}; Flotilla does not overwrite it. ` +
      'Merge or close that work and delete the branch, then try again.',
  );
}

async function writeTree(
  client: Octokit,
  place: Place,
  baseTree: string,
  files: PullRequestProposal['files'],
) {
  const entries = [...files].map(([path, content]) => {
    const entry = { path, mode: '100644' as const, type: 'blob' as const };
    return content === null ? { ...entry, sha: null } : { ...entry, content };
  });
  const { data } = await client.rest.git.createTree({
    ...place,
    base_tree: baseTree,
    tree: entries,
  });
  return data.sha;
}

async function moveBranch(
  client: Octokit,
  place: Place,
  proposal: PullRequestProposal,
  { head }: ChangeLookup,
  tree: string,
): Promise<string> {
  const base = proposal.base.commit;
  if (head && head.tree === tree && baseOf(head.message) === base) {
    return head.commit;
  }
  const { data: commit } = await client.rest.git.createCommit({
    ...place,
    message: commitMessage(proposal.title, {
      change: changeOf(proposal),
      base,
    }),
    tree,
    parents: parentsOf(head, base),
    author: proposal.author ?? COMMITTER,
    committer: COMMITTER,
  });
  if (head) {
    await fastForward(client, place, proposal.branch, commit.sha);
  } else {
    await client.rest.git.createRef({
      ...place,
      ref: `refs/heads/${proposal.branch}`,
      sha: commit.sha,
    });
  }
  return commit.sha;
}

/**
 * A new base comes in as a second parent rather than by a forced push: the host then refuses our update if
 * somebody pushed to the branch after we looked, which no forced update could notice.
 */
function parentsOf(head: ChangeLookup['head'], base: string): string[] {
  if (!head) {
    return [base];
  }
  return baseOf(head.message) === base ? [head.commit] : [head.commit, base];
}

async function fastForward(
  client: Octokit,
  place: Place,
  branch: string,
  sha: string,
) {
  try {
    await client.rest.git.updateRef({
      ...place,
      ref: `heads/${branch}`,
      sha,
      force: false,
    });
  } catch (error) {
    if (error instanceof Error && /fast[- ]forward/i.test(error.message)) {
      throw new ConflictError(
        `Somebody pushed to ${branch} at this very moment. Look at the branch, then try again.`,
      );
    }
    throw error;
  }
}

async function createPull(
  client: Octokit,
  place: Place,
  { title, body, branch, base }: PullRequestProposal,
) {
  const { data } = await client.rest.pulls.create({
    ...place,
    title,
    body,
    head: branch,
    base: base.branch,
  });
  return { number: data.number, url: data.html_url };
}

async function updatePull(
  client: Octokit,
  place: Place,
  { title, body }: PullRequestProposal,
  pull: NonNullable<ChangeLookup['pull']>,
) {
  if (pull.title !== title || pull.body !== body) {
    await client.rest.pulls.update({
      ...place,
      pull_number: pull.number,
      title,
      body,
    });
  }
  return { number: pull.number, url: pull.url };
}

async function addLabels(
  client: Octokit,
  place: Place,
  number: number,
  wanted: readonly string[],
  present: readonly string[],
) {
  const missing = wanted.filter(label => !present.includes(label));
  if (missing.length > 0) {
    await client.rest.issues.addLabels({
      ...place,
      issue_number: number,
      labels: missing,
    });
  }
}

function changeOf({ change, branch }: PullRequestProposal): string {
  return change ?? branch;
}
