import { proposeChange } from '../__testUtils__/proposeChange';
import { SampleForge } from '../__testUtils__/sampleForge';

jest.setTimeout(60_000);

describe('GraphQL', () => {
  let sample: SampleForge;
  beforeAll(async () => {
    sample = await SampleForge.start();
    await proposeChange(sample.octokit('ada'), 'asked', { 'x.yaml': 'x\n' });
  });
  afterAll(async () => {
    await sample.stop();
  });

  it('finds the open pull requests of a branch', async () => {
    const query = `query ($head: String!) {
      viewer { login }
      repository(owner: "acme", name: "fleet") {
        ref(qualifiedName: $head) {
          associatedPullRequests(first: 1, states: OPEN) {
            edges { node { number url state mergeable } }
          }
        }
        none: ref(qualifiedName: "nothing") { name }
      }
    }`;
    const answer = await sample
      .octokit('ada')
      .graphql(query, { head: 'asked' });
    expect(answer).toEqual({
      viewer: { login: 'ada' },
      repository: {
        ref: {
          associatedPullRequests: {
            edges: [
              {
                node: {
                  number: 1,
                  url: `${sample.forge.url}/acme/fleet/pull/1`,
                  state: 'OPEN',
                  mergeable: 'MERGEABLE',
                },
              },
            ],
          },
        },
        none: null,
      },
    });
  });

  it.each([
    [
      '{ repository(owner: "acme", name: "fleet") { stargazers { totalCount } } }',
      'Cannot query field "stargazers"',
    ],
    [
      '{ repository(owner: "acme", name: "other") { id } }',
      'Could not resolve to a Repository',
    ],
    ['{', 'Syntax Error'],
  ])('says what is wrong with %s', async (query, message) => {
    await expect(sample.octokit('ada').graphql(query)).rejects.toThrow(message);
  });

  it('needs a token', async () => {
    await expect(
      sample.octokit(undefined).graphql('{ viewer { login } }'),
    ).rejects.toThrow('Bad credentials');
  });
});
