import { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a form was sent from the host's own page. The pages ask for no
 * password, so another site that the browser has open must not be able to
 * press their buttons; and a foreign name that was made to point at this
 * machine is not the host's own (DNS rebinding).
 */
export function isSameOrigin(
  headers: IncomingHttpHeaders,
  base: string,
): boolean {
  const own = new URL(base);
  const local = [own.host, `localhost:${own.port}`, `127.0.0.1:${own.port}`];
  if (!headers.host || !local.includes(headers.host)) return false;
  return headers.origin === `http://${headers.host}`;
}
