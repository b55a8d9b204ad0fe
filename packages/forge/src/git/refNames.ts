const FULL_OBJECT_ID = /^[0-9a-f]{40}$/;
const SHORT_OBJECT_ID = /^[0-9a-f]{4,39}$/;

// eslint-disable-next-line no-control-regex
const FORBIDDEN_CHARACTERS = /[\u0000-\u0020\u007f~^:?*[\\]/;

export function isObjectId(text: string): boolean {
  return FULL_OBJECT_ID.test(text);
}

export function isShortObjectId(text: string): boolean {
  return SHORT_OBJECT_ID.test(text);
}

/**
 * Whether git would take the name below `refs/heads/` or `refs/tags/`: the
 * rules of git-check-ref-format. Everything that reaches a git command line
 * as a revision passes here first, so `main~3`, `@{u}` and `-x` never do.
 */
export function isRefName(name: string): boolean {
  if (name === '' || name === '@' || name.length > 250) return false;
  if (name.startsWith('-')) return false;
  if (FORBIDDEN_CHARACTERS.test(name)) return false;
  if (name.includes('..') || name.includes('@{') || name.endsWith('.')) {
    return false;
  }
  return name
    .split('/')
    .every(
      part => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'),
    );
}

/** `refs/heads/x` to `x`; undefined for anything but a branch. */
export function branchOf(ref: string): string | undefined {
  return ref.startsWith('refs/heads/')
    ? ref.slice('refs/heads/'.length)
    : undefined;
}
