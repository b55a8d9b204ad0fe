import { JsonObject, numberAt, parseJson, stringAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { badRequest, StatusError } from '../store/StatusError';

/** Where a list goes on. */
export interface Continuation {
  /** The state that it goes on over; empty for whatever it is then. */
  snapshot: string;
  /** How many objects of that state were listed. */
  start: number;
  /** The last object that was listed, as {@link keyOf} names it. */
  after: string;
}

export function writeToken(continuation: Continuation): string {
  const text = JSON.stringify({ v: 'meta.k8s.io/v1', ...continuation });
  return Buffer.from(text).toString('base64url');
}

/** @throws StatusError 400 for what isn't a token */
export function readToken(token: string): Continuation {
  const read = parseJson(Buffer.from(token, 'base64url').toString('utf8'));
  const snapshot = stringAt(read, 'snapshot');
  const start = numberAt(read, 'start');
  const after = stringAt(read, 'after');
  if (snapshot === undefined || start === undefined || after === undefined) {
    throw badRequest('continue key is not valid');
  }
  return { snapshot, start, after };
}

/** What lists are ordered by. */
export function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** The state of a paged list is gone; its rest can still be listed as it is now. */
export class ForgottenList extends StatusError {
  constructor(readonly token: string) {
    super(
      410,
      'Expired',
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
    );
  }

  body(): JsonObject {
    return { ...super.body(), metadata: { continue: this.token } };
  }
}
