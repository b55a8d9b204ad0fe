import { startAnsweringHub } from '../../__testUtils__/answeringHub';
import type { AnsweringHub } from '../../__testUtils__/answeringHub';
import { degraded, drifted, inSync, told } from '../../__testUtils__/drifts';
import { runCommand } from '../../__testUtils__/runCommand';

describe('flotilla drift', () => {
  let hub: AnsweringHub;
  beforeAll(async () => {
    const path = '/api/flotilla/v1/clusters/acme';
    hub = await startAnsweringHub({
      [`${path}/calm/drift`]: inSync,
      [`${path}/edited/drift`]: drifted,
      [`${path}/silent/drift`]: {
        ...drifted,
        state: 'Unknown',
        current: false,
        asOf: '2026-05-01T11:46:00Z',
      },
      [`${path}/degraded/drift`]: degraded,
      [`${path}/told/drift`]: told,
      [`${path}/odd/drift`]: { hello: 'world' },
      '/api/flotilla/v1/clusters?fleet=acme': {
        items: ['edited', 'silent', 'calm'].map(name => ({
          fleet: 'acme',
          name,
          state: name === 'calm' ? 'InSync' : 'Drifted',
        })),
        counts: {},
      },
      '/api/flotilla/v1/clusters?fleet=calm': {
        items: [{ fleet: 'calm', name: 'calm', state: 'InSync' }],
        counts: {},
      },
      [`${path}/broken/drift`]: { ...inSync, state: 'NotApplied' },
      '/api/flotilla/v1/fleets': { items: [{ name: 'acme' }] },
    });
  });
  afterAll(() => hub.stop());

  const drift = (...args: string[]) =>
    runCommand(['drift', ...args, '--hub', hub.url]);

  it('says that a cluster is in sync, and exits 0', async () => {
    expect(await drift('calm', '--fleet', 'acme')).toEqual({
      code: 0,
      out: 'calm  InSync: 92 of 92 objects match  (30 s ago)\n',
      err: '',
    });
  });

  it('shows field, desired, live, who and since when, and exits 1', async () => {
    const { code, out } = await drift('edited', '--fleet', 'acme');
    expect(code).toBe(1);
    expect(out).toBe(
      `edited  Drifted: 1 resource, 3 fields differ  (30 s ago)
  Deployment monitoring/grafana  Modified, medium  components/grafana
      .spec.replicas  desired 2, live 5  by kubectl-scale (scale), 14 min ago
      .spec.template.spec.containers[name="grafana"].env  desired (hidden), live (none)
      and 1 more field
  Put back by the engine:
    Deployment monitoring/grafana  .spec.replicas  by kubectl-edit, 12 ×, last 1 h ago
`,
    );
  });

  it('says of what less was known, and what can only be made anew', async () => {
    const { out } = await drift('degraded', '--fleet', 'acme');
    expect(out).toMatch(
      /components\/grafana\n {6}the API server could not be asked\n {6}\.spec\.replicas .*14 min ago {2}\(can only be put back by making the object anew\)\n/,
    );
  });

  it('says who undoes whose work, what could not be looked for, and which rule is of no use', async () => {
    expect(await drift('told', '--fleet', 'acme')).toEqual({
      code: 0,
      err: '',
      out: `told  InSync: 92 of 92 objects match  (30 s ago)
  About this comparison:
    ! Two managers undo each other's work: Deployment monitoring/grafana: kubectl-scale and kustomize-controller over .spec.replicas, 4 times since 2026-05-01T09:00:00Z
    ! Not searched for objects that Git doesn't know: not sought yet
    ! ClockRight: 10 min behind
      Ignore rules: "scaled by hand" (Deployment): It aims at no object.
`,
    });
    const { out } = await drift('told', '--fleet', 'acme', '-o', 'json');
    expect(JSON.parse(out).conditions).toEqual(told.conditions);
  });

  it('never takes a silent agent for in sync: it exits 2', async () => {
    expect(await drift('silent', '--fleet', 'acme')).toMatchObject({
      code: 2,
      out: expect.stringMatching(/^silent {2}Unknown: last known 14 min ago\n/),
    });
  });

  it('takes an engine that could not apply Git for a difference', async () => {
    expect((await drift('broken', '--fleet', 'acme')).code).toBe(1);
  });

  describe('of all clusters', () => {
    it('shows those that are not in sync, worst first, and counts the rest', async () => {
      const { code, out } = await drift('--all', '--fleet', 'acme');
      expect(code).toBe(1);
      expect(out).toMatch(/^edited {2}Drifted: /);
      expect(out).toContain('\n\nsilent  Unknown: ');
      expect(out).toMatch(
        /\n3 clusters: 2 drifted, 0 otherwise not in sync, 1 in sync\n$/,
      );
      expect(out).not.toContain('calm');
    });

    it('ends with 0 when all are in sync', async () => {
      expect(await drift('--all', '--fleet', 'calm')).toMatchObject({
        code: 0,
        out: '1 cluster: 0 drifted, 0 otherwise not in sync, 1 in sync\n',
      });
    });

    it('prints the same as JSON', async () => {
      const { out } = await drift('--all', '--fleet', 'acme', '-o', 'json');
      expect(JSON.parse(out)).toMatchObject({
        inSync: ['calm'],
        items: [
          { cluster: 'edited', state: 'Drifted' },
          { cluster: 'silent', current: false },
        ],
      });
    });

    it.each([
      ['a cluster', ['calm', '--all']],
      ['a kubeconfig', ['--all', '--kubeconfig', 'x']],
    ])('is not asked together with %s', async (_, args) => {
      const { code, err } = await drift(...args);
      expect({ code, err }).toEqual({
        code: 2,
        err: expect.stringContaining('--all is every cluster'),
      });
    });
  });

  it('asks which cluster when none is named', async () => {
    expect(await drift()).toMatchObject({
      code: 2,
      err: expect.stringContaining('which cluster?'),
    });
  });

  it('prints what the hub said as JSON and YAML', async () => {
    const json = await drift('edited', '--fleet', 'acme', '-o', 'json');
    expect(JSON.parse(json.out)).toEqual(JSON.parse(JSON.stringify(drifted)));
    expect(json.code).toBe(1);
    const yaml = await drift('calm', '--fleet', 'acme', '-o', 'yaml');
    expect(yaml.out).toContain('state: InSync\n');
  });

  it('takes the only fleet when none is named, and sends the token', async () => {
    const { code } = await runCommand(['drift', 'calm'], {
      env: { FLOTILLA_HUB: hub.url, FLOTILLA_TOKEN: 'a-token' },
    });
    expect(code).toBe(0);
    expect(hub.asked.at(-1)).toEqual({
      path: '/api/flotilla/v1/clusters/acme/calm/drift',
      authorization: 'Bearer a-token',
    });
  });

  it.each([
    [
      'a cluster that the hub does not know',
      ['gone', '--fleet', 'acme'],
      /the hub says: no /,
    ],
    [
      'an answer that no hub gives',
      ['odd', '--fleet', 'acme'],
      /doesn't answer as a Flotilla hub/,
    ],
  ])('exits 2 for %s', async (_, args, message) => {
    const { code, err } = await drift(...args);
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(message),
    });
  });

  it.each([
    ['no hub', [], /which hub\?/],
    ['what is no URL', ['--hub', 'portal'], /isn't the URL of a hub/],
    [
      'a hub that is down',
      ['--hub', 'http://127.0.0.1:1'],
      /can't be reached: /,
    ],
    [
      'a format that there is not',
      ['-o', 'xml'],
      /Allowed choices are table, json, yaml/,
    ],
  ])('exits 2 for %s', async (_, args, message) => {
    const { code, err } = await runCommand([
      'drift',
      'calm',
      '--fleet',
      'acme',
      ...args,
    ]);
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(message),
    });
  });
});
