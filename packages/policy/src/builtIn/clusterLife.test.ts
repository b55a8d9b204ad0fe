import type { Problem } from '@flotilla/model';
import { judge } from '../judge';
import { edited, fleetWith, proposed } from '../__testUtils__/smallFleet';
import type { Edits } from '../__testUtils__/smallFleet';

const NEW = 'clusters/new-1/cluster.yaml';
const RESOLVED = 'rendered/new-1/resolved.yaml';
const MODEL = 'models/base/1.0.0/model.yaml';
const OTHER = 'providers/other/1.0.0/provider.yaml';

/** A fleet with a second provider, on which a cluster may be. */
const TWO_PROVIDERS: Edits = {
  [OTHER]: `apiVersion: flotilla.dev/v1alpha1
kind: Provider
metadata: {name: other}
spec: {version: 1.0.0, controlPlane: None}
`,
  [MODEL]: text =>
    text.replace(
      'existing, version: 1.0.0}',
      'existing, version: 1.0.0}, {name: other, version: 1.0.0}',
    ),
};

const newOn = (provider: string): Edits => ({
  ...TWO_PROVIDERS,
  [NEW]: `apiVersion: flotilla.dev/v1alpha1
kind: Cluster
metadata: {name: new-1}
spec:
  owner: group:default/platform
  model: {name: base, version: 1.0.0}
  provider: ${provider}
`,
});

const verdictOn = (
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
) =>
  judge({
    ...proposed(before, after),
    actors: { author: 'linus', roles: [] },
    approvals: [],
  });

describe('the place of a cluster', () => {
  it('may be chosen anew on a branch, with what was rendered of it there', () => {
    const verdict = verdictOn(
      fleetWith(TWO_PROVIDERS),
      fleetWith(newOn('other')),
    );
    expect(verdict).toMatchObject({ outcome: 'Allowed', findings: [] });
  });

  it('stays once it is merged, though rendered/ was deleted and rendered again', () => {
    const verdict = verdictOn(
      fleetWith(newOn('existing')),
      fleetWith(newOn('other')),
    );
    expect(verdict.outcome).toBe('Denied');
    const told = verdict.findings.find(({ path }) => path === NEW);
    expect(told).toMatchObject({
      path: NEW,
      line: 7,
      message: expect.stringContaining('provider of new-1 never changes'),
      remediation: expect.stringContaining('create another cluster'),
    });
  });

  it('is told of once', () => {
    const { findings } = verdictOn(
      fleetWith(newOn('existing')),
      fleetWith(newOn('other')),
    );
    expect(
      findings.filter(({ message }) => message.includes('never changes')),
    ).toHaveLength(1);
  });
});

describe('what is rendered of a cluster that can no longer be rendered', () => {
  const denied = {
    outcome: 'Denied',
    findings: expect.arrayContaining([
      expect.objectContaining({
        policy: 'builtin/rendered-is-generated',
        path: RESOLVED,
        enforcementAction: 'deny',
      }),
    ]),
  };

  it.each<[string, Edits]>([
    [
      'its model is gone',
      { [NEW]: text => text.replace('version: 1.0.0', 'version: 9.0.0') },
    ],
    [
      'its own file has a syntax error',
      { [NEW]: text => `${text}  owner: [broken\n` },
    ],
  ])(
    "can't be taken away when %s: the engine would prune the cluster",
    (_why, broken) => {
      const before = edited(fleetWith(newOn('existing')), broken);
      const after = edited(before, { [RESOLVED]: null });
      expect(verdictOn(before, after)).toMatchObject(denied);
    },
  );

  it("can't be taken away when the reader refuses its file", () => {
    const before = edited(fleetWith(newOn('existing')), { [NEW]: null });
    const after = edited(before, { [RESOLVED]: null });
    const link: Problem = {
      severity: 'error',
      path: NEW,
      line: 1,
      column: 1,
      message: 'is a symbolic link',
    };
    const verdict = judge({
      ...proposed(before, after),
      refused: { base: [link], head: [link] },
      actors: { author: 'linus', roles: [] },
      approvals: [],
    });
    expect(verdict).toMatchObject(denied);
  });

  it('keeps the place of the cluster: a repair that moves it is refused', () => {
    const before = edited(fleetWith(newOn('existing')), {
      [NEW]: text => `${text}  owner: [broken\n`,
    });
    const { outcome, findings } = verdictOn(before, fleetWith(newOn('other')));
    expect(outcome).toBe('Denied');
    expect(findings).toContainEqual(
      expect.objectContaining({
        path: NEW,
        message: expect.stringContaining('provider of new-1 never changes'),
      }),
    );
  });
});
