import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { AgentNotRecognised } from './AgentRefused';
import { AgentClaims, SKEW_SECONDS } from './verifyToken';

/** Remembers each signed token for as long as it would be valid: none is taken twice, by whichever replica. */
export class SeenTokens {
  constructor(private readonly knex: Knex) {}

  /** @throws AgentNotRecognised when the token was used before */
  async use({ iss, jti, exp }: AgentClaims): Promise<void> {
    try {
      await this.knex('seen_tokens').insert({
        issuer: iss,
        jti,
        expires_at: new Date((exp + SKEW_SECONDS) * 1000).toISOString(),
      });
    } catch (error) {
      throw isDatabaseConflictError(error)
        ? new AgentNotRecognised('The token was used before')
        : error;
    }
  }

  async forgetBefore(at: string): Promise<void> {
    await this.knex('seen_tokens').where('expires_at', '<', at).delete();
  }
}
