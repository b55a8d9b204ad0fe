import { json } from '../json';

/** An answer of the Kubernetes API other than success. */
export class KubeError extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
    this.name = 'KubeError';
  }

  /** Reads the `Status` object that the API answers with. */
  static of(status: number, body: string): KubeError {
    const { message } = json.map(json.parse(body));
    const text = json.text(message) || body.slice(0, 200) || 'no message';
    return new KubeError(status, text);
  }
}
