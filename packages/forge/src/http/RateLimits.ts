import { Request, Response, NextFunction } from 'express';
import { callerOf } from '../people/credentials';
import { People } from '../people/People';
import { Refusal } from '../problems';

const HOUR = 3_600_000;

export interface Allowance {
  limit: number;
  used: number;
  remaining: number;
  /** Seconds since 1970, when the count begins anew. */
  reset: number;
}

/** Counts the calls of each user in an hour, as GitHub does, and says so. */
export class RateLimits {
  private readonly spent = new Map<string, { used: number; until: number }>();

  constructor(
    private readonly people: People,
    /** Calls that one user may make in an hour. */
    private readonly limit: number,
  ) {}

  allowance(request: Request): Allowance {
    const { used, until } = this.account(request);
    return {
      limit: this.limit,
      used: Math.min(used, this.limit),
      remaining: Math.max(0, this.limit - used),
      reset: Math.ceil(until / 1000),
    };
  }

  readonly count = (
    request: Request,
    response: Response,
    next: NextFunction,
  ) => {
    const account = this.account(request);
    // Asking how much is left costs nothing.
    if (request.path !== '/rate_limit') account.used += 1;
    const { limit, used, remaining, reset } = this.allowance(request);
    response.set({
      'X-RateLimit-Limit': String(limit),
      'X-RateLimit-Remaining': String(remaining),
      'X-RateLimit-Reset': String(reset),
      'X-RateLimit-Used': String(used),
      'X-RateLimit-Resource': 'core',
    });
    // Nor does an answer that the caller had already.
    response.on('finish', () => {
      if (response.statusCode === 304) account.used -= 1;
    });
    next(
      account.used > limit
        ? new Refusal(403, 'API rate limit exceeded for this user.')
        : undefined,
    );
  };

  private account(request: Request) {
    const caller = callerOf(this.people, request.header('authorization'));
    const name = caller.kind === 'person' ? caller.person.login : '';
    const now = Date.now();
    const known = this.spent.get(name);
    if (known && known.until > now) return known;
    const fresh = { used: 0, until: now + HOUR };
    this.spent.set(name, fresh);
    return fresh;
  }
}
