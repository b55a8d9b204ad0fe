import { FlotillaClient } from './FlotillaClient';

const clientOf = (answer: () => Promise<Response>) => {
  const asked: string[] = [];
  const client = new FlotillaClient({
    fetch: async input => {
      asked.push(String(input));
      return answer();
    },
  });
  return { client, asked };
};

const json =
  (body: unknown, status = 200) =>
  async () =>
    new Response(JSON.stringify(body), { status });

describe('FlotillaClient', () => {
  it('asks for every value of a facet, and leaves out what is empty', async () => {
    const { client, asked } = clientOf(json({ items: [] }));
    await client.clusters({
      search: '',
      owner: ['group:default/a', 'group:default/b'],
      limit: 50,
    });
    expect(asked).toEqual([
      'plugin://flotilla/v1/clusters?owner=group%3Adefault%2Fa&owner=group%3Adefault%2Fb&limit=50',
    ]);
  });

  it('keeps a name that looks like a path in its place', async () => {
    const { client, asked } = clientOf(json({}));
    await client.cluster({ fleet: 'acme', cluster: '../x' });
    expect(asked).toEqual(['plugin://flotilla/v1/clusters/acme/..%2Fx']);
  });

  it.each([
    [403, 'forbidden'],
    [404, 'notFound'],
    [400, 'refused'],
    [500, 'failed'],
    [503, 'unreachable'],
  ])('tells an answer of %s as %s', async (status, kind) => {
    const { client } = clientOf(
      json({ error: { name: 'E', message: 'The reason.' } }, status),
    );
    await expect(client.fleets()).rejects.toMatchObject({
      kind,
      status,
      message: 'The reason.',
    });
  });

  it('says that the hub is unreachable when nothing answers', async () => {
    const { client } = clientOf(() =>
      Promise.reject(new Error('ECONNREFUSED')),
    );
    await expect(client.fleets()).rejects.toMatchObject({
      kind: 'unreachable',
      message: "The hub can't be reached: ECONNREFUSED",
    });
  });
});
