import { Octokit } from 'octokit';

const FLEET = { owner: 'acme', repo: 'fleet' };

/** Opens a pull request the way the product does: one tree, one commit. */
export async function proposeChange(
  octokit: Octokit,
  branch: string,
  files: Record<string, string | null>,
) {
  const { git, pulls } = octokit.rest;
  const main = await git.getRef({ ...FLEET, ref: 'heads/main' });
  const base = main.data.object.sha;
  const tree = await git.createTree({
    ...FLEET,
    base_tree: base,
    tree: Object.entries(files).map(([path, content]) => ({
      path,
      mode: '100644' as const,
      type: 'blob' as const,
      ...(content === null ? { sha: null } : { content }),
    })),
  });
  const commit = await git.createCommit({
    ...FLEET,
    message: `Change ${branch}`,
    tree: tree.data.sha,
    parents: [base],
  });
  await git.createRef({
    ...FLEET,
    ref: `refs/heads/${branch}`,
    sha: commit.data.sha,
  });
  const pull = await pulls.create({
    ...FLEET,
    title: `Change ${branch}`,
    head: branch,
    base: 'main',
    body: 'Asked for by **ada**.',
  });
  return { pull: pull.data, headSha: commit.data.sha, base };
}
