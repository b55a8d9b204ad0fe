import { gzipSync } from 'node:zlib';
import { SampleForge } from '../__testUtils__/sampleForge';

jest.setTimeout(60_000);

describe('The manners of the API', () => {
  let sample: SampleForge;
  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${sample.forge.apiBaseUrl}${path}`, init);
  const as = (login: string) => ({ authorization: `Bearer token-of-${login}` });

  beforeAll(async () => {
    sample = await SampleForge.start({ requestsPerHour: 12 });
  });
  afterAll(async () => {
    await sample.stop();
  });

  it('answers 304 when nothing changed, and does not count it', async () => {
    const first = await call('/repos/acme/fleet', { headers: as('ada') });
    const etag = first.headers.get('etag') ?? '';
    const again = await call('/repos/acme/fleet', {
      headers: { ...as('ada'), 'if-none-match': etag },
    });
    expect(again.status).toBe(304);
    const left = await call('/rate_limit', { headers: as('ada') });
    expect((await left.json()).rate).toMatchObject({ limit: 12, used: 1 });
  });

  it('pages long lists with links', async () => {
    const response = await call('/orgs/acme/members?per_page=1&page=2');
    const base = `${sample.forge.apiBaseUrl}/orgs/acme/members?per_page=1`;
    expect(response.headers.get('link')).toBe(
      [
        `<${base}&page=1>; rel="prev"`,
        `<${base}&page=3>; rel="next"`,
        `<${base}&page=3>; rel="last"`,
        `<${base}&page=1>; rel="first"`,
      ].join(', '),
    );
  });

  it.each([
    ['no token', {}, 401, 'Requires authentication'],
    ['a wrong one', { authorization: 'token nope' }, 401, 'Bad credentials'],
  ])('refuses a change with %s', async (_name, headers, status, message) => {
    const response = await call('/repos/acme/fleet/git/refs', {
      method: 'POST',
      headers: new Headers(headers),
      body: '{}',
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ message, status: '401' });
  });

  it.each([
    ['no JSON', '{"ref":', 400],
    ['a list', '[]', 400],
    ['a number for a string', '{"ref":1,"sha":"x"}', 422],
  ])('says that a body is wrong: %s', async (_name, body, status) => {
    const response = await call('/repos/acme/fleet/git/refs', {
      method: 'POST',
      headers: as('grace'),
      body,
    });
    expect(response.status).toBe(status);
  });

  it('unpacks no more than it would take', async () => {
    const bomb = gzipSync(Buffer.alloc(70 * 1024 * 1024));
    const response = await call('/repos/acme/fleet/git/blobs', {
      method: 'POST',
      headers: { ...as('grace'), 'content-encoding': 'gzip' },
      body: bomb,
    });
    expect(response.status).toBe(413);
  });

  it('limits how often a user calls, each for themselves', async () => {
    let last = 200;
    for (let calls = 0; calls < 13; calls += 1) {
      last = (await call('/user', { headers: as('linus') })).status;
    }
    expect(last).toBe(403);
    expect((await call('/user', { headers: as('grace') })).status).toBe(200);
  });
});
