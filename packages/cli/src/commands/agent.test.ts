import { parseManifests } from '@flotilla/model';
import { SAMPLE_FLEET } from '@flotilla/testbed';
import { runCommand } from '../__testUtils__/runCommand';

jest.setTimeout(60_000);

describe('flotilla agent install', () => {
  const install = (...args: string[]) =>
    runCommand(['agent', 'install', ...args], { cwd: SAMPLE_FLEET });

  it('prints all that the agent is, and no secret', async () => {
    const { code, out } = await install('store-0101');
    expect(code).toBe(0);
    const objects = parseManifests(out);
    expect(
      objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
    ).toEqual([
      'Namespace flotilla-system',
      'ServiceAccount flotilla-agent',
      'NetworkPolicy flotilla-agent',
      'ClusterRole flotilla-agent',
      'ClusterRoleBinding flotilla-agent',
      'Role flotilla-agent',
      'RoleBinding flotilla-agent',
      'ConfigMap flotilla-agent',
      'Deployment flotilla-agent',
      'ClusterRole flotilla-agent-parts',
      'ClusterRoleBinding flotilla-agent-parts',
    ]);
    expect(
      objects.find(({ kind }) => kind === 'ConfigMap')?.data,
    ).toMatchObject({ cluster: 'store-0101', fleet: 'acme' });
    expect(out).not.toContain('0.0.0.0');
  });

  it('opens a port for metrics, and holds a one-time token, where told to', async () => {
    const { out } = await install(
      'store-0101',
      '--metrics',
      '--token',
      'flt_a',
    );
    const objects = parseManifests(out);
    expect(objects.find(({ kind }) => kind === 'Secret')).toMatchObject({
      metadata: { name: 'flotilla-agent-token', namespace: 'flotilla-system' },
      stringData: { token: 'flt_a' },
    });
    const policy = objects.find(({ kind }) => kind === 'NetworkPolicy');
    expect(policy?.spec).toMatchObject({
      ingress: [{ ports: [{ protocol: 'TCP', port: 8081 }] }],
    });
    const [quiet, open] = [(await install('store-0101')).out, out].map(
      text =>
        parseManifests(text).find(({ kind }) => kind === 'Deployment') ?? {},
    );
    expect(JSON.stringify(open)).toContain(
      '{"name":"FLOTILLA_HEALTH_HOST","value":"0.0.0.0"}',
    );
    // Only that: the image and everything else stay as they are rendered.
    const without = JSON.stringify(open)
      .replace(',{"name":"FLOTILLA_HEALTH_HOST","value":"0.0.0.0"}', '')
      .replace('"ports":[{"name":"metrics","containerPort":8081}],', '');
    expect(JSON.parse(without)).toEqual(quiet);
  });

  it('prints one list as JSON', async () => {
    const yaml = parseManifests((await install('store-0101')).out);
    const { out } = await install('store-0101', '-o', 'json');
    expect(JSON.parse(out)).toEqual({
      apiVersion: 'v1',
      kind: 'List',
      items: yaml,
    });
  });

  it('lists the clusters that there are when one is unknown', async () => {
    expect(await install('store-9999')).toMatchObject({
      code: 2,
      err: expect.stringContaining('There are: dc-berlin-1, '),
    });
  });
});
