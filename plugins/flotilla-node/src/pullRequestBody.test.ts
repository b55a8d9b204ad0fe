import { ObjectChange, Plan } from '@flotilla/backstage-plugin-flotilla-common';
import { pullRequestBody } from './pullRequestBody';

function change(name: string, op: ObjectChange['op'] = 'add'): ObjectChange {
  return {
    op,
    cluster: 'prod-eu-1',
    part: 'components/web',
    ref: { group: 'apps', version: 'v1', kind: 'Deployment', name },
    fields: [{ path: '/spec/replicas', fieldPath: '.spec.replicas' }],
    consequences: [],
  };
}

function body(changes: Partial<Plan> = {}, reason?: string): string {
  return pullRequestBody({
    requester: 'user:default/linus',
    requestUrl: 'https://portal.acme.example/flotilla/requests/r-1',
    reason,
    plan: {
      fleet: 'acme',
      baseCommit: 'c'.repeat(40),
      branch: 'flotilla/change/x',
      title: 'X',
      repositoryUrl: 'https://github.com/acme/fleet',
      sentences: ['Creates cluster prod-eu-3'],
      files: [],
      objects: [change('web'), change('api', 'change')],
      parts: [],
      counts: { added: 1, changed: 1, removed: 0 },
      verdict: {
        outcome: 'NeedsApproval',
        summary: 'Needs one approval.',
        findings: [
          {
            policy: 'production',
            severity: 'high',
            enforcementAction: 'deny',
            path: 'clusters/prod-eu-3/cluster.yaml',
            message: 'Production is approved first',
          },
        ],
        approvals: [
          { role: 'ClusterOperator', count: 1, given: 0, policy: 'production' },
        ],
      },
      problems: [],
      clusters: [],
      ...changes,
    },
  });
}

describe('pullRequestBody', () => {
  it('says who asked, why, what happens, what policy says, and the way back', () => {
    const text = body({}, 'More room\nfor payments');

    expect(text).toContain('user:default/linus');
    expect(text).toContain(
      '(https://portal.acme.example/flotilla/requests/r-1)',
    );
    expect(text).toContain('> More room\n> for payments');
    expect(text).toContain('- Creates cluster prod-eu-3');
    expect(text).toContain('1 added, 1 changed, 0 removed');
    expect(text).toContain('+ prod-eu-1: Deployment/web\n');
    expect(text).toContain('! prod-eu-1: Deployment/api (.spec.replicas)');
    expect(text).toContain('needs 1 approval by ClusterOperator (production)');
    expect(text).toContain(
      'needs approval: Production is approved first (production)',
    );
  });

  it('says nothing of a reason or of objects where there are none', () => {
    const text = body({ objects: [] });

    expect(text).not.toContain('> ');
    expect(text).not.toContain('<details>');
  });

  it('stays within what Git hosts take, and says that it left something out', () => {
    const text = body({
      objects: Array.from({ length: 5000 }, (_, index) =>
        change(`web-${index}`),
      ),
    });

    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('… and 4800 more, in the files');
  });

  it('says what the changes lead to, once with the reason', () => {
    const consequences = [
      { mark: 'RestartsPods' as const, reason: 'The pod template differs.' },
    ];
    const objects = ['a', 'b'].map(name => ({
      ...change(name, 'change'),
      consequences,
    }));
    expect(body({ objects })).toContain(
      '\n\n- 2 × **restarts pods**: The pod template differs.\n\n### Policy',
    );
  });
});
