import { judge } from './judge';
import {
  edited,
  fleetWith,
  policyFile,
  proposed,
} from './__testUtils__/smallFleet';
import type { Edits } from './__testUtils__/smallFleet';
import type { JudgeInput, Verdict } from './verdict';

const PROD = 'clusters/prod-1/cluster.yaml';
const DEV = 'clusters/dev-1/cluster.yaml';
const operator = (login: string) => ({ login, roles: ['ClusterOperator'] });
const moreWorkers = (text: string) => text.replace('workers: 3', 'workers: 60');

/** The verdict on a change that somebody made properly: with everything rendered anew. */
function verdictOn(
  edits: Edits,
  given: { policies?: Edits } & Partial<JudgeInput> = {},
): Verdict {
  const { policies = {}, ...input } = given;
  return judge({
    ...proposed(fleetWith(policies), fleetWith({ ...policies, ...edits })),
    actors: { author: 'linus', roles: ['ApplicationDeveloper'] },
    approvals: [],
    ...input,
  });
}

const policiesOf = ({ findings }: Verdict) =>
  findings.map(({ policy }) => policy);

describe('policies of the base', () => {
  const approval = policyFile('prod-approval', {
    match: {
      kinds: ['Cluster', 'Workspace'],
      clusters: { matchLabels: { env: 'prod' } },
    },
    require: { approvals: [{ role: 'ClusterOperator', count: 1 }] },
    remediation: 'Ask an operator',
  });
  const limit = policyFile('limit', {
    severity: 'medium',
    match: { kinds: ['Cluster'], operations: ['CREATE', 'UPDATE'] },
    validations: [
      {
        expression: 'object.spec.variables.workers <= 50',
        message: 'too many',
      },
    ],
  });

  it('allows what no policy matches', () => {
    expect(verdictOn({ [DEV]: moreWorkers }, { policies: approval })).toEqual({
      outcome: 'Allowed',
      summary: 'Allowed: no policy asks for more.',
      findings: [],
      approvals: [],
    });
  });

  it('asks for the approval that a matched policy wants', () => {
    const verdict = verdictOn({ [PROD]: moreWorkers }, { policies: approval });
    expect(verdict).toMatchObject({
      outcome: 'NeedsApproval',
      summary: 'Needs approval by 1 ClusterOperator.',
      approvals: [
        {
          role: 'ClusterOperator',
          count: 1,
          given: 0,
          policy: 'prod-approval',
        },
      ],
      findings: [
        { policy: 'prod-approval', path: PROD, remediation: 'Ask an operator' },
      ],
    });
  });

  it('is content once somebody of the role approves', () => {
    const verdict = verdictOn(
      { [PROD]: moreWorkers },
      { policies: approval, approvals: [operator('ada')] },
    );
    expect(verdict).toMatchObject({
      outcome: 'Allowed',
      summary: 'Allowed: approved by 1 ClusterOperator.',
      findings: [],
    });
  });

  it.each([
    [
      'somebody without the role',
      { approvals: [{ login: 'dennis', roles: [] }] },
    ],
    [
      'the author',
      {
        approvals: [operator('Ada')],
        actors: { author: 'ada', roles: ['ClusterOperator'] },
      },
    ],
    [
      'who asked for it in the portal',
      {
        approvals: [operator('ada')],
        actors: { author: 'portal', requester: 'user:default/ada', roles: [] },
      },
    ],
    [
      'who pushed to the branch',
      {
        approvals: [operator('ada')],
        actors: { author: 'linus', pushers: ['ada'], roles: [] },
      },
    ],
  ])('does not count the approval of %s', (_, input) => {
    const verdict = verdictOn(
      { [PROD]: moreWorkers },
      { policies: approval, ...input },
    );
    expect(verdict.outcome).toBe('NeedsApproval');
  });

  it('counts one person once', () => {
    const two = policyFile('two', {
      match: { kinds: ['Cluster'] },
      require: { approvals: [{ role: 'ClusterOperator', count: 2 }] },
    });
    const verdict = verdictOn(
      { [DEV]: moreWorkers },
      { policies: two, approvals: [operator('ada'), operator('ada')] },
    );
    expect(verdict.approvals).toMatchObject([{ count: 2, given: 1 }]);
  });

  it('holds for a workspace that reaches a matching cluster', () => {
    const verdict = verdictOn(
      { 'workspaces/payments.yaml': text => `${text}  quota: {pods: "10"}\n` },
      { policies: approval },
    );
    expect(policiesOf(verdict)).toEqual(['prod-approval']);
  });

  it('still holds when the change takes the label away', () => {
    const verdict = verdictOn(
      { [PROD]: text => text.replace('env: prod', 'env: dev') },
      { policies: approval },
    );
    expect(policiesOf(verdict)).toContain('prod-approval');
  });

  it('still holds when the change switches the policy off', () => {
    const verdict = verdictOn(
      { [DEV]: moreWorkers, 'policies/limit.yaml': null },
      { policies: limit },
    );
    expect(verdict.outcome).toBe('Denied');
    expect(policiesOf(verdict)).toEqual(['limit', 'builtin/governance']);
  });

  it('denies by a rule in CEL, with file and line', () => {
    const verdict = verdictOn({ [DEV]: moreWorkers }, { policies: limit });
    expect(verdict).toMatchObject({
      outcome: 'Denied',
      summary: 'Denied: too many.',
      findings: [
        {
          policy: 'limit',
          severity: 'medium',
          path: DEV,
          line: 8,
          field: '/spec/variables/workers',
        },
      ],
    });
  });

  it('does not bind whom it excludes', () => {
    const forOthers = policyFile('flat', {
      match: { kinds: ['Cluster'] },
      exclude: { roles: ['ClusterOperator'] },
    });
    const by = (roles: string[]) =>
      verdictOn(
        { [DEV]: moreWorkers },
        { policies: forOthers, actors: { author: 'ada', roles } },
      ).outcome;
    expect(by(['ClusterOperator'])).toBe('Allowed');
    expect(by([])).toBe('Denied');
  });

  it('fails closed when a rule cannot be evaluated', () => {
    const broken = policyFile('broken', {
      match: { kinds: ['Cluster'] },
      validations: [{ expression: 'object.spec.nothing > 1' }],
    });
    const verdict = verdictOn({ [DEV]: moreWorkers }, { policies: broken });
    expect(verdict.outcome).toBe('Unknown');
    expect(verdict.summary).toMatch(/^Can't be judged, so it isn't allowed: /);
  });

  it.each(['warn', 'dryrun'])('only tells under %s', enforcementAction => {
    const soft = policyFile('soft', {
      enforcementAction,
      match: { kinds: ['Cluster'] },
    });
    const verdict = verdictOn({ [DEV]: moreWorkers }, { policies: soft });
    expect(verdict.outcome).toBe('Allowed');
    expect(verdict.findings).toMatchObject([
      { policy: 'soft', enforcementAction },
    ]);
  });

  it('looks at fields and operations', () => {
    const fields = policyFile('fields', {
      match: {
        kinds: ['Cluster'],
        operations: ['UPDATE'],
        fields: ['/spec/model'],
      },
    });
    const verdict = verdictOn({ [DEV]: moreWorkers }, { policies: fields });
    expect(verdict.outcome).toBe('Allowed');
  });

  it('judges rendered objects where it says so', () => {
    const rendered = policyFile('no-hello', {
      on: 'Rendered',
      match: {
        kinds: ['ConfigMap'],
        clusters: { matchLabels: { env: 'prod' } },
      },
      validations: [
        { expression: "object.data.greeting != 'hi'", message: 'no hi' },
      ],
    });
    const verdict = verdictOn(
      {
        'components/web/1.0.0/manifests/web.yaml': text =>
          text.replace('hello', 'hi'),
      },
      { policies: rendered },
    );
    expect(verdict.findings).toMatchObject([
      {
        policy: 'no-hello',
        message: 'no hi',
        path: 'rendered/prod-1/components/web/manifests.yaml',
      },
    ]);
  });
});

describe('what always holds', () => {
  it('denies deleting the file of an active cluster', () => {
    const verdict = verdictOn({ [DEV]: null });
    expect(verdict).toMatchObject({
      outcome: 'Denied',
      findings: [{ policy: 'builtin/active-cluster', severity: 'critical' }],
    });
  });

  /** dev-1 at a step of its removal; it has components/web only. */
  const leaving = (step: number): Edits => ({
    [DEV]: text =>
      `${text}  lifecycle: Decommissioning\n  removal: {step: ${step}}\n`,
  });

  it('lets a cluster go whose removal is at its last step', () => {
    const verdict = verdictOn({ [DEV]: null }, { policies: leaving(2) });
    expect(verdict.outcome).toBe('Allowed');
  });

  it('keeps the file of a cluster that is still leaving, and says what is left and how it leaves', () => {
    const verdict = verdictOn({ [DEV]: null }, { policies: leaving(1) });
    expect(verdict).toMatchObject({
      outcome: 'Denied',
      summary:
        'Denied: dev-1 is at step 1 of 2 of its removal: components/web is still there.',
      findings: [
        {
          policy: 'builtin/removal-is-over',
          path: DEV,
          remediation: expect.stringContaining('Ask for step 2'),
        },
      ],
    });
  });

  it('does not take a step for over that rendered/ has yet to show', () => {
    const before = new Map([
      ...fleetWith(),
      ...[...fleetWith(leaving(2))].filter(([path]) => path === DEV),
    ]);
    const after = fleetWith({ [DEV]: null });
    const verdict = judge({
      ...proposed(before, after),
      actors: { author: 'linus', roles: [] },
      approvals: [],
    });
    expect(verdict.outcome).toBe('Denied');
    expect(policiesOf(verdict)).toEqual(['builtin/removal-is-over']);
  });

  it('cannot tell of a cluster that nobody can compose', () => {
    const broken: Edits = {
      [DEV]: text =>
        `${text.replace(
          'version: 1.0.0',
          'version: 9.0.0',
        )}  lifecycle: Decommissioning\n`,
    };
    const verdict = verdictOn({ [DEV]: null }, { policies: broken });
    expect(verdict.outcome).toBe('Unknown');
    expect(policiesOf(verdict)).toEqual(['builtin/removal-is-over']);
  });

  it('denies moving a cluster to another provider', () => {
    const verdict = verdictOn({
      [DEV]: text => text.replace('provider: existing', 'provider: other'),
    });
    expect(policiesOf(verdict)).toContain('builtin/cluster-keeps-its-place');
  });

  it.each([
    'fleet.yaml',
    'providers/existing/1.0.0/provider.yaml',
    '.github/workflows/fleet.yaml',
    'CODEOWNERS',
  ])('asks an operator about %s', path => {
    const verdict = verdictOn({ [path]: text => `${text}# changed\n` });
    expect(verdict).toMatchObject({
      outcome: 'NeedsApproval',
      approvals: [{ role: 'ClusterOperator', policy: 'builtin/governance' }],
    });
  });

  it('denies a rendered file that was edited by hand', () => {
    const before = fleetWith();
    const path = 'rendered/dev-1/components/web/manifests.yaml';
    const verdict = judge({
      ...proposed(
        before,
        edited(before, { [path]: text => text.replace('hello', 'bye') }),
      ),
      actors: { author: 'ada', roles: ['ClusterOperator'] },
      approvals: [operator('grace')],
    });
    expect(verdict).toMatchObject({
      outcome: 'Denied',
      findings: [{ policy: 'builtin/rendered-is-generated', path }],
    });
  });

  it('denies a change that was not rendered', () => {
    const before = fleetWith();
    const verdict = judge({
      ...proposed(
        before,
        edited(before, {
          'components/web/1.0.0/manifests/web.yaml': text =>
            text.replace('hello', 'bye'),
        }),
      ),
      actors: { author: 'linus', roles: [] },
      approvals: [],
    });
    expect(policiesOf(verdict)).toContain('builtin/rendered-is-generated');
  });

  it('does not hold a stale base against a change that leaves it alone', () => {
    const stale: Edits = {
      'rendered/prod-1/components/web/manifests.yaml': text =>
        text.replace('hello', 'bye'),
    };
    const verdict = judge({
      ...proposed(
        edited(fleetWith(), stale),
        edited(fleetWith({ [DEV]: moreWorkers }), stale),
      ),
      actors: { author: 'linus', roles: [] },
      approvals: [],
    });
    expect(verdict.outcome).toBe('Allowed');
    expect(verdict.findings).toMatchObject([
      { policy: 'builtin/rendered-is-generated', enforcementAction: 'warn' },
    ]);
  });

  it('denies a broken lock and names the rule', () => {
    const verdict = verdictOn({
      [DEV]: text => `${text}  components: [{name: web, enabled: false}]\n`,
    });
    expect(verdict.outcome).toBe('Denied');
    expect(verdict.findings[0]).toMatchObject({
      policy: 'builtin/files-are-valid',
      path: DEV,
      message: expect.stringContaining('models/base/1.0.0/model.yaml'),
    });
  });

  it('denies a file that cannot be parsed', () => {
    const verdict = verdictOn({ [DEV]: 'spec: [' });
    expect(verdict.outcome).toBe('Denied');
    expect(policiesOf(verdict)).toContain('builtin/files-are-valid');
  });

  it('denies what the reader of files refused', () => {
    const problem = {
      severity: 'error' as const,
      path: 'clusters/evil',
      line: 1,
      column: 1,
      message: 'is a symlink that leaves the repository',
    };
    const verdict = judge({
      ...proposed(fleetWith(), fleetWith()),
      refused: { head: [problem] },
      actors: { author: 'linus', roles: [] },
      approvals: [],
    });
    expect(verdict.summary).toBe(`Denied: ${problem.message}.`);
  });

  it('allows nothing but the repair of a base whose policy cannot be read', () => {
    const broken: Edits = { 'policies/broken.yaml': 'kind: [' };
    const elsewhere = verdictOn({ [DEV]: moreWorkers }, { policies: broken });
    expect(policiesOf(elsewhere)).toContain('builtin/rules-are-readable');
    const repair = verdictOn(
      policyFile('broken', { match: { kinds: ['Cluster'] } }),
      { policies: broken },
    );
    expect(repair.outcome).toBe('NeedsApproval');
  });

  it('asks an operator about a change that reaches more clusters than allowed', () => {
    const limited: Edits = {
      'fleet.yaml': text => `${text}  limits: {clustersPerPullRequest: 50%}\n`,
    };
    const verdict = verdictOn(
      {
        'components/web/1.0.0/manifests/web.yaml': text =>
          text.replace('hello', 'hi'),
      },
      { policies: limited },
    );
    expect(verdict).toMatchObject({
      outcome: 'NeedsApproval',
      approvals: [{ policy: 'builtin/clusters-per-pull-request' }],
    });
  });
});
