import { InputError } from '@backstage/errors';

/**
 * A repository's place on its host, from its web or clone address.
 *
 * @param url - such as `https://github.com/acme/fleet` or `http://127.0.0.1:3000/acme/fleet.git`
 * @returns host with its port, owner and name
 * @throws InputError when the address has another form
 * @public
 */
export function repositoryPlace(url: string): {
  host: string;
  owner: string;
  repo: string;
} {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const segments =
    parsed?.pathname
      .replace(/\/+$/, '')
      .replace(/\.git$/, '')
      .split('/')
      .filter(Boolean) ?? [];
  if (!parsed || !/^https?:$/.test(parsed.protocol) || segments.length !== 2) {
    throw new InputError(
      `"${url}" is not the address of a repository on a Git host, such as https://github.com/acme/fleet`,
    );
  }
  return { host: parsed.host, owner: segments[0], repo: segments[1] };
}
