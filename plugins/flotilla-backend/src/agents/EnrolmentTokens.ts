import { createHash, randomBytes } from 'node:crypto';
import type { Knex } from 'knex';

const LIFE_MILLISECONDS = 60 * 60 * 1000;

interface EnrolmentTokenRow {
  hash: string;
  fleet: string;
  cluster: string;
  created_by: string;
  expires_at: string;
  used_at: string | null;
}

/** One-time tokens, each for one cluster, kept as hashes. */
export class EnrolmentTokens {
  constructor(private readonly knex: Knex) {}

  /** Makes a token. It can't be read again. */
  async create(
    { fleet, cluster }: { fleet: string; cluster: string },
    createdBy: string,
  ): Promise<{ token: string; expiresAt: string }> {
    const token = `flt_${randomBytes(32).toString('base64url')}`;
    const expiresAt = new Date(Date.now() + LIFE_MILLISECONDS).toISOString();
    await this.knex<EnrolmentTokenRow>('enrolment_tokens').insert({
      hash: hashOf(token),
      fleet,
      cluster,
      created_by: createdBy,
      expires_at: expiresAt,
      used_at: null,
    });
    return { token, expiresAt };
  }

  /** Uses a token up; says whether it was valid for this cluster. */
  async use(
    knex: Knex,
    { fleet, cluster }: { fleet: string; cluster: string },
    token: string,
    now: string,
  ): Promise<boolean> {
    const used = await knex<EnrolmentTokenRow>('enrolment_tokens')
      .where({ hash: hashOf(token), fleet, cluster })
      .whereNull('used_at')
      .andWhere('expires_at', '>', now)
      .update({ used_at: now });
    return used === 1;
  }

  async forgetBefore(at: string): Promise<void> {
    await this.knex('enrolment_tokens').where('expires_at', '<', at).delete();
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
