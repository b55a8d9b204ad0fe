import type { ClusterSummary } from '@flotilla/backstage-plugin-flotilla-common';
import { startAnsweringHub } from '../__testUtils__/answeringHub';
import type { AnsweringHub } from '../__testUtils__/answeringHub';
import { runCommand } from '../__testUtils__/runCommand';

function cluster(name: string, given: Partial<ClusterSummary>): ClusterSummary {
  return {
    fleet: 'acme',
    name,
    entityRef: `resource:acme/${name}`,
    owner: 'group:default/payments',
    labels: {},
    model: { name: 'standard', version: '1.4.0' },
    newerVersions: [],
    provider: 'eks',
    kubernetesVersion: 'v1.35.4',
    state: 'InSync',
    reason: '',
    needsAttention: false,
    drift: {
      objects: 0,
      fields: 0,
      bySeverity: { low: 0, medium: 0, high: 0, critical: 0 },
    },
    correctedToday: 0,
    history: [],
    lastReportAt: '2026-05-01T11:59:00Z',
    openRequests: 0,
    ...given,
  };
}

const page = (items: ClusterSummary[], nextCursor?: string) => ({
  items,
  totalCount: 3,
  nextCursor,
  counts: { attention: 2, drifted: 1, outOfContact: 1, upgrading: 0, all: 3 },
});

describe('flotilla fleet', () => {
  let hub: AnsweringHub;
  beforeAll(async () => {
    const silent = cluster('dc-berlin-2', {
      state: 'Unknown',
      needsAttention: true,
      drift: null,
      kubernetesVersion: undefined,
      lastReportAt: undefined,
    });
    const drifted = cluster('prod-eu-1', {
      state: 'Drifted',
      needsAttention: true,
      newerVersions: ['1.5.0'],
      drift: {
        objects: 3,
        fields: 5,
        bySeverity: { low: 0, medium: 1, high: 2, critical: 0 },
      },
    });
    hub = await startAnsweringHub({
      '/api/flotilla/v1/clusters': page([silent, drifted], 'next'),
      '/api/flotilla/v1/clusters?cursor=next': page([cluster('prod-eu-2', {})]),
      '/api/flotilla/v1/clusters?owner=group%3Adefault%2Fa&owner=group%3Adefault%2Fb&state=Drifted':
        page([drifted]),
    });
  });
  afterAll(() => hub.stop());

  it('lists every page, worst first, and tells unknown from none', async () => {
    expect(await runCommand(['fleet', '--hub', hub.url])).toEqual({
      code: 0,
      err: '',
      out: `CLUSTER      OWNER     MODEL                    PROVIDER  KUBERNETES  STATE    DRIFT             LAST SEEN
dc-berlin-2  payments  standard 1.4.0           eks       ?           Unknown  ?                 never
prod-eu-1    payments  standard 1.4.0 (behind)  eks       v1.35.4     Drifted  2 high, 1 medium  1 min ago
prod-eu-2    payments  standard 1.4.0           eks       v1.35.4     InSync   -                 1 min ago

3 clusters, 2 in need of attention
`,
    });
  });

  it('filters as the hub does', async () => {
    const { out } = await runCommand([
      'fleet',
      '--hub',
      hub.url,
      '--owner',
      'group:default/a',
      'group:default/b',
      '--state',
      'Drifted',
      '-o',
      'json',
    ]);
    expect(JSON.parse(out)).toMatchObject({ items: [{ name: 'prod-eu-1' }] });
  });
});
