import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import { mockServices } from '@backstage/backend-test-utils';
import { SampleForge } from '../__testUtils__/sampleForge';

jest.setTimeout(60_000);

describe("Backstage's own reader of GitHub", () => {
  let sample: SampleForge;
  let reader: ReturnType<typeof UrlReaders.default>;
  let fleet: string;

  beforeAll(async () => {
    sample = await SampleForge.start();
    const { url, apiBaseUrl } = sample.forge;
    fleet = `${url}/acme/fleet`;
    const config = mockServices.rootConfig({
      data: {
        integrations: {
          github: [
            { host: new URL(url).host, apiBaseUrl, token: 'token-of-ada' },
          ],
        },
      },
    });
    reader = UrlReaders.default({
      logger: mockServices.logger.mock(),
      config,
    });
  });
  afterAll(async () => {
    await sample.stop();
  });

  it('reads a file, and knows when it has not changed', async () => {
    const address = `${fleet}/blob/main/clusters/prod-eu-1/cluster.yaml`;
    const file = await reader.readUrl(address);
    expect((await file.buffer()).toString()).toBe(
      'kind: Cluster\nname: prod-eu-1\n',
    );
    await expect(reader.readUrl(address, { etag: file.etag })).rejects.toThrow(
      expect.objectContaining({ name: 'NotModifiedError' }),
    );
    await expect(
      reader.readUrl(`${fleet}/blob/main/nothing.yaml`),
    ).rejects.toThrow(expect.objectContaining({ name: 'NotFoundError' }));
  });

  it('reads a tree', async () => {
    const tree = await reader.readTree(`${fleet}/tree/main/clusters`);
    const files = await tree.files();
    expect(files.map(({ path }) => path)).toEqual(['prod-eu-1/cluster.yaml']);
    await expect(
      reader.readTree(`${fleet}/tree/main/clusters`, { etag: tree.etag }),
    ).rejects.toThrow(expect.objectContaining({ name: 'NotModifiedError' }));
  });

  it('searches by pattern', async () => {
    const { files } = await reader.search(
      `${fleet}/blob/main/clusters/*/cluster.yaml`,
    );
    expect(files.map(({ url }) => url)).toEqual([
      `${fleet}/blob/main/clusters/prod-eu-1/cluster.yaml`,
    ]);
    const [first] = files;
    expect((await first.content()).toString()).toContain('prod-eu-1');
  });
});
