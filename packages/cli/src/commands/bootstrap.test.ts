import { parseManifests } from '@flotilla/model';
import { SAMPLE_FLEET } from '@flotilla/testbed';
import { runCommand } from '../__testUtils__/runCommand';

jest.setTimeout(60_000);

describe('flotilla bootstrap', () => {
  const bootstrap = (...args: string[]) =>
    runCommand(['bootstrap', ...args], { cwd: SAMPLE_FLEET });

  it('prints what the owner of a cluster applies, without a secret', async () => {
    const { code, out } = await bootstrap('store-0101');
    expect(code).toBe(0);
    const objects = parseManifests(out);
    expect(objects.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['GitRepository', 'Kustomization', 'Deployment']),
    );
    expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });

  it('prints the same objects as JSON, and a list of them', async () => {
    const yaml = parseManifests((await bootstrap('store-0101')).out);
    const json = JSON.parse((await bootstrap('store-0101', '-o', 'json')).out);
    expect(json).toEqual({ apiVersion: 'v1', kind: 'List', items: yaml });
    const { out } = await bootstrap('store-0101', '-o', 'table');
    expect(out).toMatch(/^PART +KIND +NAMESPACE +NAME\n/);
    expect(out.trimEnd().split('\n')).toHaveLength(yaml.length + 1);
  });

  it('lists the clusters that there are when one is unknown', async () => {
    expect(await bootstrap('store-9999')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('There are: dc-berlin-1, '),
    });
  });
});
