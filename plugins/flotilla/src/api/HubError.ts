/** What went wrong with a call, as far as a page has to tell them apart. @public */
export type HubErrorKind =
  | 'forbidden'
  | 'notFound'
  | 'refused'
  | 'unreachable'
  | 'failed';

const kindOf = (status: number): HubErrorKind => {
  if (status === 403) return 'forbidden';
  if (status === 404) return 'notFound';
  // A proxy in front of a hub that is down answers these in its stead.
  if (status === 502 || status === 503 || status === 504) return 'unreachable';
  return status < 500 ? 'refused' : 'failed';
};

/**
 * An answer of the hub that isn't the one asked for, or no answer at all.
 *
 * @public
 */
export class HubError extends Error {
  readonly name = 'HubError';
  readonly kind: HubErrorKind;
  /** HTTP status; absent when nothing answered. */
  readonly status?: number;

  private constructor(kind: HubErrorKind, message: string, status?: number) {
    super(message);
    this.kind = kind;
    this.status = status;
  }

  /** No answer came: the network, or the hub itself, is down. */
  static unreachable(cause: unknown): HubError {
    const said = cause instanceof Error ? cause.message : String(cause);
    return new HubError('unreachable', `The hub can't be reached: ${said}`);
  }

  /** The hub answered with an error. Reads the message from its body. */
  static async fromResponse(response: Response): Promise<HubError> {
    const text = await response.text().catch(() => '');
    return new HubError(
      kindOf(response.status),
      messageIn(text) ??
        `The hub answered ${response.status} ${response.statusText}`.trim(),
      response.status,
    );
  }
}

function messageIn(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null || !('error' in parsed)) {
      return undefined;
    }
    const { error } = parsed;
    return typeof error === 'object' &&
      error !== null &&
      'message' in error &&
      typeof error.message === 'string'
      ? error.message
      : undefined;
  } catch {
    return undefined;
  }
}
