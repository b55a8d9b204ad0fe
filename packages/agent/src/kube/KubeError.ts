import { json } from '../json';

/** An answer of the Kubernetes API other than success. */
export class KubeError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** What the API asks to wait, in milliseconds: it has too much to do. */
    readonly retryAfter?: number,
  ) {
    super(message);
    this.name = 'KubeError';
  }

  /** Reads the `Status` object that the API answers with. */
  static of(status: number, body: string, retryAfter?: string): KubeError {
    const { message } = json.map(json.parse(body));
    const text = json.text(message) || body.slice(0, 200) || 'no message';
    const seconds = Number(retryAfter);
    return new KubeError(
      status,
      text,
      seconds > 0 ? seconds * 1000 : undefined,
    );
  }
}
