import { isMap, json } from '../json';

/** However long the API asks to wait, in milliseconds: what was wrong may have been mended since. */
const LONGEST_WAIT = 300_000;

/** A webhook writes what it likes: what is no word and no path isn't taken for one. */
const WORD = /^[A-Za-z]{1,64}$/;
const PATH = /^[^\s:]{1,200}$/;

/** An answer of the Kubernetes API other than success. */
export class KubeError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** What the API asks to wait, in milliseconds: it has too much to do. */
    readonly retryAfter?: number,
    /** The API's word for what is wrong, such as `Invalid`; empty when it gives none. */
    readonly reason = '',
    /** The fields of an object that are wrong. */
    readonly fields: readonly string[] = [],
  ) {
    super(message);
    this.name = 'KubeError';
  }

  /**
   * Reads an answer: the `Status` object of the API itself, or the page of a proxy before it.
   *
   * @param retryAfter - the header of that name
   */
  static of(status: number, body: string, retryAfter?: string): KubeError {
    const parsed = json.parse(body);
    const known = isMap(parsed) && json.text(parsed.message);
    const object = known ? parsed : { message: body.slice(0, 200) };
    return KubeError.ofStatus(status, object, waitOf(retryAfter));
  }

  /** Reads a `Status` object, as an answer or in a watch. */
  static ofStatus(
    status: number,
    object: unknown,
    retryAfter?: number,
  ): KubeError {
    const { message, details, reason } = json.map(object);
    const { retryAfterSeconds, causes } = json.map(details);
    const seconds = json.number(retryAfterSeconds);
    const asked = retryAfter ?? (seconds ?? 0) * 1000;
    const wait = asked > 0 ? Math.min(asked, LONGEST_WAIT) : undefined;
    return new KubeError(
      status,
      json.text(message) || 'no message',
      wait,
      WORD.exec(json.text(reason))?.[0],
      json.list(causes).flatMap(one => {
        const field = json.text(json.map(one).field);
        return PATH.test(field) ? [field] : [];
      }),
    );
  }
}

/** Nobody answered, or went on answering, for so long that nobody may be there. */
export class Silence extends Error {
  /** @param milliseconds - how long nothing was heard */
  constructor(milliseconds: number) {
    super(`no answer for ${milliseconds / 1000} s`);
    this.name = 'Silence';
  }
}

/** `Retry-After` is a number of seconds, or of proxies sometimes a date (RFC 9110, 10.2.3). */
function waitOf(retryAfter: string | undefined): number | undefined {
  if (!retryAfter) return undefined;
  const seconds = Number(retryAfter);
  return Number.isNaN(seconds)
    ? Date.parse(retryAfter) - Date.now()
    : seconds * 1000;
}
