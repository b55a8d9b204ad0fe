/**
 * The token that a request brings: as a bearer, or as the password of basic authentication, which is
 * what `user:password@` in a URL becomes. kubectl sends no bearer token without TLS, but it keeps those.
 */
export function tokenOf(authorization: string): string | undefined {
  const match = /^(Bearer|Basic) +(\S+) *$/i.exec(authorization);
  if (!match) return undefined;
  const [, scheme, value] = match;
  if (scheme.toLowerCase() === 'bearer') return value;
  const pair = Buffer.from(value, 'base64').toString('utf8');
  return pair.slice(pair.indexOf(':') + 1);
}

/** The URL of a cluster with the credentials of a user in it. */
export function withCredentials(
  server: string,
  user: string,
  token: string,
): string {
  const url = new URL(server);
  url.username = user;
  url.password = token;
  return url.href;
}
