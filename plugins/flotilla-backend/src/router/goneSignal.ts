import type { ServerResponse } from 'node:http';

/** Tells that whoever asked has gone before the answer: a form asks anew as it is filled in. */
export function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableEnded) gone.abort();
  });
  return gone.signal;
}
