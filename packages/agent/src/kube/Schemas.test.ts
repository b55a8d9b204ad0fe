import { Schemas } from './Schemas';
import { quiet } from '../__testUtils__/quiet';

const DEPLOYMENT = { group: 'apps', version: 'v1', kind: 'Deployment' };
const { signal } = new AbortController();

/** An API server's documents, and how often each was read. */
function server() {
  const reads: string[] = [];
  const urls: Record<string, string> = {
    'apis/apps/v1': '/openapi/v3/apis/apps/v1?hash=A',
  };
  const get = async (path: string, query: object) => {
    reads.push(`${path} ${JSON.stringify(query)}`);
    if (path === '/openapi/v3') {
      return {
        paths: Object.fromEntries(
          Object.entries(urls).map(([name, url]) => [
            name,
            { serverRelativeURL: url },
          ]),
        ),
      };
    }
    const gvk = (kind: string) => ({
      type: 'object',
      'x-kubernetes-group-version-kind': [
        { group: 'apps', version: 'v1', kind },
      ],
    });
    return {
      components: { schemas: { D: gvk('Deployment'), S: gvk('StatefulSet') } },
    };
  };
  return { reads, urls, get };
}

describe('Schemas', () => {
  it('reads the documents of the kinds that are asked for, and no other kind', async () => {
    const { get } = server();
    const schemas = new Schemas({ get }, quiet);
    expect(schemas.of(DEPLOYMENT)).toBeUndefined();
    expect(await schemas.refresh([DEPLOYMENT], signal)).toBe(true);
    expect(schemas.of(DEPLOYMENT)).toMatchObject({ name: 'D' });
    expect(schemas.of({ ...DEPLOYMENT, kind: 'StatefulSet' })).toBeUndefined();
  });

  it('reads a document again only when its hash changes', async () => {
    const { get, urls, reads } = server();
    const schemas = new Schemas({ get }, quiet);
    await schemas.refresh([DEPLOYMENT], signal);
    const before = schemas.of(DEPLOYMENT);
    expect(await schemas.refresh([DEPLOYMENT], signal)).toBe(false);
    expect(schemas.of(DEPLOYMENT)).toBe(before);
    urls['apis/apps/v1'] = '/openapi/v3/apis/apps/v1?hash=B';
    expect(await schemas.refresh([DEPLOYMENT], signal)).toBe(true);
    expect(reads.filter(one => one.includes('apps'))).toEqual([
      '/openapi/v3/apis/apps/v1 {"hash":"A"}',
      '/openapi/v3/apis/apps/v1 {"hash":"B"}',
    ]);
  });

  it('forgets a group that is not served any more', async () => {
    const { get, urls } = server();
    const schemas = new Schemas({ get }, quiet);
    await schemas.refresh([DEPLOYMENT], signal);
    delete urls['apis/apps/v1'];
    await schemas.refresh([DEPLOYMENT], signal);
    expect(schemas.of(DEPLOYMENT)).toBeUndefined();
  });

  it('keeps what it knows while the server can not be asked', async () => {
    const { get } = server();
    let isDown = false;
    const schemas = new Schemas(
      {
        get: async (path, query) => {
          if (isDown) throw new Error('ECONNREFUSED');
          return get(path, query);
        },
      },
      quiet,
    );
    await schemas.refresh([DEPLOYMENT], signal);
    isDown = true;
    expect(await schemas.refresh([DEPLOYMENT], signal)).toBe(false);
    expect(schemas.of(DEPLOYMENT)).toBeDefined();
  });
});
