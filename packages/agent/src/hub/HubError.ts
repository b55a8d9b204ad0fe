import { json } from '../json';

/** An answer of the hub other than success. */
export class HubError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** What the hub asks to wait, in milliseconds. */
    readonly retryAfter?: number,
  ) {
    super(message);
    this.name = 'HubError';
  }

  static async of(response: Response): Promise<HubError> {
    const body = await response.text().catch(() => '');
    const error = json.map(json.map(json.parse(body)).error);
    const message = json.text(error.message) || body.slice(0, 200);
    const seconds = Number(response.headers.get('retry-after'));
    return new HubError(
      response.status,
      `the hub answered ${response.status}: ${message || response.statusText}`,
      seconds > 0 ? seconds * 1000 : undefined,
    );
  }

  /** The hub doesn't take this agent's word: unknown, revoked, or another key. */
  get isRefusal(): boolean {
    return this.status === 401 || this.status === 403;
  }
}
