import {
  Change,
  Plan,
  Request,
} from '@flotilla/backstage-plugin-flotilla-common';
import { FlotillaService } from '@flotilla/backstage-plugin-flotilla-node';

/** A hub with one fleet, that plans the same whatever it is asked; keeps what it was asked, and by whom. */
export class Hub implements FlotillaService {
  readonly calls: { name: string; by: unknown; asked: unknown }[] = [];
  changes: Partial<Plan> = {};

  constructor(
    private readonly gitHostUrl: string,
    private readonly head: string,
  ) {}

  async listFleets() {
    return [
      {
        name: 'acme',
        owner: 'group:default/platform',
        repositoryUrl: `${this.gitHostUrl}/acme/fleet`,
        branch: 'main',
        problems: [],
        staleClusters: [],
      },
    ];
  }

  async plan(fleet: string, change: Change, { credentials }: Caller) {
    this.calls.push({
      name: 'plan',
      by: credentials.principal,
      asked: change,
    });
    return this.planOf(fleet);
  }

  async createRequest(fleet: string, change: Change, { credentials }: Caller) {
    this.calls.push({
      name: 'createRequest',
      by: credentials.principal,
      asked: change,
    });
    return {
      plan: this.planOf(fleet),
      request: this.requestOf(fleet, change.kind),
    };
  }

  async recordPullRequest(id: string, asked: object, { credentials }: Caller) {
    this.calls.push({
      name: `recordPullRequest ${id}`,
      by: credentials.principal,
      asked,
    });
    return this.requestOf('acme', 'CreateCluster');
  }

  async getInventory(): Promise<never> {
    throw new Error('No action asks for the inventory');
  }

  async getRequest(): Promise<never> {
    throw new Error('No action asks for a request');
  }

  private requestOf(fleet: string, kind: Change['kind']): Request {
    return {
      id: 'r-1',
      fleet,
      kind,
      title: 'Create cluster prod-eu-3',
      clusters: ['prod-eu-3'],
      requester: 'user:default/linus',
      branch: 'flotilla/cluster-create/prod-eu-3',
      createdAt: '2026-03-01T10:00:00Z',
      updatedAt: '2026-03-01T10:00:00Z',
      phase: 'Opening',
      stages: [],
      agents: [],
    };
  }

  private planOf(fleet: string): Plan {
    return {
      fleet,
      baseCommit: this.head,
      branch: 'flotilla/cluster-create/prod-eu-3',
      title: 'Create cluster prod-eu-3',
      repositoryUrl: `${this.gitHostUrl}/acme/fleet`,
      sentences: ['Creates cluster prod-eu-3 of standard 1.5.0 on eks'],
      files: [
        planFile('clusters/prod-eu-3/cluster.yaml', 'kind: Cluster\n', false),
        planFile('rendered/prod-eu-3/resolved.yaml', 'kind: Cluster\n', true),
      ],
      objects: [],
      parts: [],
      counts: { added: 42, changed: 0, removed: 0 },
      verdict: {
        outcome: 'NeedsApproval',
        summary: 'Needs one approval by ClusterOperator.',
        findings: [],
        approvals: [],
      },
      problems: [],
      clusters: ['prod-eu-3'],
      ...this.changes,
    };
  }
}

type Caller = Parameters<FlotillaService['plan']>[2];

function planFile(name: string, content: string, generated: boolean) {
  return {
    path: name,
    operation: 'create' as const,
    generated,
    content,
    diff: '',
    additions: 1,
    deletions: 0,
  };
}
