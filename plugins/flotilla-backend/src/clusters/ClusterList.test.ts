import { DateTime } from 'luxon';
import type { Knex } from 'knex';
import { migrate } from '../database/migrate';
import { Corrections } from '../drift/Corrections';
import { DriftHistory } from '../drift/DriftHistory';
import { testDatabases } from '../__testUtils__/databases';
import { ClusterList } from './ClusterList';

jest.setTimeout(60_000);

const STATES = ['InSync', 'Drifted', 'Upgrading', 'Unknown'] as const;
const TOTAL = 2000;

describe.each(testDatabases().eachSupportedId())('ClusterList on %s', id => {
  const databases = testDatabases();
  let list: ClusterList;

  beforeAll(async () => {
    const knex = await databases.init(id);
    await migrate(knex);
    await knex.batchInsert('clusters', rows(), 20);
    list = new ClusterList({
      knex,
      corrections: new Corrections(knex),
      history: new DriftHistory(knex),
      openRequests: async () => new Map([['c-0001', 3]]),
    });
  });

  it('counts 2,000 clusters exactly, whatever the page', async () => {
    const page = await list.page(undefined, {}, { limit: 10 });
    expect(page).toMatchObject({
      totalCount: TOTAL,
      counts: {
        all: TOTAL,
        attention: 1000,
        drifted: 500,
        outOfContact: 500,
        upgrading: 500,
      },
      facets: {
        state: expect.arrayContaining([{ value: 'Drifted', count: 500 }]),
        owner: [
          { value: 'group:default/a', count: 1000 },
          { value: 'group:default/b', count: 1000 },
        ],
      },
    });
    expect(page.items).toHaveLength(10);
  });

  it('gives every cluster once, worst first, page by page', async () => {
    const seen: string[] = [];
    const states: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list.page(undefined, {}, { limit: 300, cursor });
      seen.push(...page.items.map(({ name }) => name));
      states.push(...page.items.map(({ state }) => state));
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(TOTAL);
    expect(seen).toHaveLength(TOTAL);
    expect([...new Set(states)]).toEqual([
      'Drifted',
      'Unknown',
      'Upgrading',
      'InSync',
    ]);
  });

  it('adds to each cluster what else is known of it', async () => {
    const page = await list.page(undefined, { search: 'c-0001' }, {});
    expect(page.items).toMatchObject([
      { name: 'c-0001', openRequests: 3, correctedToday: 0 },
    ]);
    expect(page.items[0].history).toHaveLength(14);
  });
});

const WEIGHT = { InSync: 0, Drifted: 170, Upgrading: 30, Unknown: 150 };

function rows(): Knex.DbRecord<object>[] {
  const now = DateTime.utc();
  return Array.from({ length: TOTAL }, (_, index) => {
    const state = STATES[index % STATES.length];
    return {
      fleet: 'big',
      name: `c-${`${index}`.padStart(4, '0')}`,
      owner: index % 2 ? 'group:default/a' : 'group:default/b',
      labels: '{}',
      model_name: 'plain',
      model_version: '1.0.0',
      newer_versions: '[]',
      provider: 'existing',
      lifecycle: 'Active',
      parts: '[]',
      problems: '[]',
      git_digest: 'x',
      added_at: now.toISO(),
      search: `c-${`${index}`.padStart(4, '0')}`,
      epoch: 1,
      state,
      reason: 'as the test has it',
      needs_attention: state === 'Drifted' || state === 'Unknown',
      out_of_contact: state === 'Unknown',
      weight: WEIGHT[state],
      applied: true,
      upgrading_to: state === 'Upgrading' ? '1.1.0' : null,
      silent_at: now.plus({ hours: 1 }).toISO(),
    };
  });
}
