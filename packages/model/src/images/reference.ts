/** The name of an image, taken apart. */
export interface ImageReference {
  /** Registry host with its port. */
  domain: string;
  path: string;
  tag?: string;
  /** `sha256:…` */
  digest?: string;
}

const DEFAULT_DOMAIN = 'docker.io';
/** An older name of the same registry, which container runtimes still take. */
const OLD_DEFAULT_DOMAIN = 'index.docker.io';

const DOMAIN_PART = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = `(?:${DOMAIN_PART}(?:\\.${DOMAIN_PART})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const PATH_PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const PATH = `${PATH_PART}(?:/${PATH_PART})*`;
const TAG = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';
const DIGEST =
  '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';

const REFERENCE = new RegExp(
  `^(?<name>[^@]+?)(?::(?<tag>${TAG}))?(?:@(?<digest>${DIGEST}))?$`,
);
const IS_DOMAIN = new RegExp(`^${DOMAIN}$`);
const IS_PATH = new RegExp(`^${PATH}$`);
const MAX_NAME = 255;

/**
 * Takes the name of an image apart by the grammar of the distribution project, with Docker's short names spelt out:
 * `nginx` is `docker.io/library/nginx`.
 *
 * @returns undefined for a text that isn't the name of an image, such as `$(IMAGE)`
 * @see https://pkg.go.dev/github.com/distribution/reference
 */
export function parseImage(text: string): ImageReference | undefined {
  if (text.length > 2 * MAX_NAME) return undefined;
  const { name, tag, digest } = REFERENCE.exec(text)?.groups ?? {};
  if (name === undefined) return undefined;
  const place = parseName(name);
  if (!place || `${place.domain}/${place.path}`.length > MAX_NAME) {
    return undefined;
  }
  return { ...place, ...(tag && { tag }), ...(digest && { digest }) };
}

/** A registry and a path in it, as `docker.io/library/nginx` names them, without tag and digest. */
function parseName(name: string): { domain: string; path: string } | undefined {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const explicit = first !== '' && isDomain(first);
  const path = explicit ? name.slice(slash + 1) : name;
  if (!IS_PATH.test(path)) return undefined;
  const domain = explicit && first !== OLD_DEFAULT_DOMAIN ? first : undefined;
  if (domain && domain !== DEFAULT_DOMAIN) return { domain, path };
  return {
    domain: DEFAULT_DOMAIN,
    path: path.includes('/') ? path : `library/${path}`,
  };
}

/** Whether the part before the first slash is a registry: `acme/web` has none, `acme.io/web` and `Acme/web` do. */
export function isDomain(first: string): boolean {
  const looksLikeOne =
    /[.:]/.test(first) ||
    first === 'localhost' ||
    first !== first.toLowerCase();
  return looksLikeOne && IS_DOMAIN.test(first);
}

/** The name in full, tag and digest as they were. */
export function printImage({
  domain,
  path,
  tag,
  digest,
}: ImageReference): string {
  return `${domain}/${path}${tag ? `:${tag}` : ''}${
    digest ? `@${digest}` : ''
  }`;
}
