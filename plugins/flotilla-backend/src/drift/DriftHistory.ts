import type { Knex } from 'knex';
import type {
  DriftDay,
  TimelinePoint,
} from '@flotilla/backstage-plugin-flotilla-common';

const DAYS = 14;
const DAY = 24 * 60 * 60 * 1000;
const MOST_POINTS = 500;

/** How much has drifted over time. */
export class DriftHistory {
  constructor(private readonly knex: Knex) {}

  /** The last fourteen days of each cluster, oldest first; keyed `fleet/cluster`. */
  async days(
    clusters: readonly { fleet: string; name: string }[],
    now: string,
  ): Promise<Map<string, DriftDay[]>> {
    const wanted = Array.from({ length: DAYS }, (_, index) =>
      new Date(Date.parse(now) - (DAYS - 1 - index) * DAY)
        .toISOString()
        .slice(0, 10),
    );
    const rows = await this.knex('drift_days')
      .whereIn(
        'cluster',
        clusters.map(({ name }) => name),
      )
      .andWhere('day', '>=', wanted[0])
      .select('fleet', 'cluster', 'day', 'drifted');
    const known = new Map(
      rows.map(row => [`${row.fleet}/${row.cluster}/${row.day}`, row.drifted]),
    );
    return new Map(
      clusters.map(({ fleet, name }) => [
        `${fleet}/${name}`,
        wanted.map(day => ({
          day,
          drifted: known.get(`${fleet}/${name}/${day}`) ?? null,
        })),
      ]),
    );
  }

  /** The newest points of the chart, oldest first. */
  async points(fleet: string, cluster: string): Promise<TimelinePoint[]> {
    const rows = await this.knex('drift_points')
      .where({ fleet, cluster })
      .orderBy('id', 'desc')
      .limit(MOST_POINTS)
      .select('at', 'drifted');
    return rows.reverse();
  }

  /** Forgets what is older than the retention. */
  async forgetBefore(at: string): Promise<void> {
    await this.knex('drift_points').where('at', '<', at).delete();
    await this.knex('drift_days').where('day', '<', at.slice(0, 10)).delete();
  }
}
