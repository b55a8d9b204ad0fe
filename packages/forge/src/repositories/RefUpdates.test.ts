import { Octokit } from 'octokit';
import { SampleForge, statusOf } from '../__testUtils__/sampleForge';

jest.setTimeout(60_000);

const FLEET = { owner: 'acme', repo: 'fleet' };

describe('Refs', () => {
  let sample: SampleForge;
  let ada: Octokit['rest'];
  let base: string;
  let tree: string;

  const commitOn = async (parents: string[], message: string) => {
    const { data } = await ada.git.createCommit({
      ...FLEET,
      message,
      tree,
      parents,
    });
    return data.sha;
  };

  beforeAll(async () => {
    sample = await SampleForge.start();
    ada = sample.octokit('ada').rest;
    const main = await ada.repos.getCommit({ ...FLEET, ref: 'main' });
    base = main.data.sha;
    tree = main.data.commit.tree.sha;
  });
  afterAll(async () => {
    await sample.stop();
  });

  it('give the branch to one of many who make it at once', async () => {
    const ref = 'refs/heads/raced';
    const tries = await Promise.all(
      Array.from({ length: 5 }, () =>
        statusOf(ada.git.createRef({ ...FLEET, ref, sha: base })),
      ),
    );
    expect(tries.map(({ status }) => status).sort()).toEqual([
      201, 422, 422, 422, 422,
    ]);
  });

  it('never lose one of two updates', async () => {
    const ref = 'heads/contended';
    await ada.git.createRef({ ...FLEET, ref: `refs/${ref}`, sha: base });
    const rivals = await Promise.all(
      ['one', 'two', 'three'].map(name => commitOn([base], name)),
    );
    const tries = await Promise.all(
      rivals.map(sha => statusOf(ada.git.updateRef({ ...FLEET, ref, sha }))),
    );
    const won = tries.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    const refused = tries.filter(({ status }) => status === 422);
    expect(refused.map(({ message }) => message)).toEqual([
      expect.stringContaining('Update is not a fast forward'),
      expect.stringContaining('Update is not a fast forward'),
    ]);
    const [sha] = rivals;
    const forced = ada.git.updateRef({ ...FLEET, ref, sha, force: true });
    expect((await statusOf(forced)).status).toBe(200);
  });

  it.each([
    'refs/heads/../../x',
    'refs/heads/a..b',
    'refs/heads/-x y',
    'refs/heads/x.lock',
    'refs/heads/@{u}',
    'refs/pull/1/head',
    'refs/remotes/x',
    'main',
    '--upload-pack=x',
  ])('refuse to be called %s', async ref => {
    const { status } = await statusOf(
      ada.git.createRef({ ...FLEET, ref, sha: base }),
    );
    expect(status).toBe(422);
  });

  it.each(['main~1', '@{-1}', ':/Start', 'main^{tree}', '--all'])(
    'take %s for no name of a commit',
    async ref => {
      const { status } = await statusOf(ada.repos.getCommit({ ...FLEET, ref }));
      expect(status).toBe(422);
    },
  );

  it('point at objects that exist, and branches at commits', async () => {
    const ref = 'refs/heads/nowhere';
    for (const sha of ['1'.repeat(40), tree, 'main']) {
      const { status } = await statusOf(
        ada.git.createRef({ ...FLEET, ref, sha }),
      );
      expect(status).toBe(422);
    }
  });
});
