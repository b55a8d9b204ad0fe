import { ServedKind } from './Discovery';

/** Where a single object is. */
export interface OneObject {
  namespace?: string;
  name: string;
}

/** What a list or a watch asks. */
export interface Source {
  path: string;
  only: { fieldSelector?: string };
}

/** Where the API serves one object. */
export function objectPath(served: ServedKind, one: OneObject): string {
  return `${listPath(served, one)}/${one.name}`;
}

function listPath({ path }: ServedKind, { namespace }: OneObject): string {
  if (!namespace) return path;
  const cut = path.lastIndexOf('/');
  return `${path.slice(0, cut)}/namespaces/${namespace}${path.slice(cut)}`;
}

export function sourceOf(
  served: ServedKind,
  one: OneObject | undefined,
): Source {
  if (!one) return { path: served.path, only: {} };
  return {
    path: listPath(served, one),
    only: { fieldSelector: `metadata.name=${one.name}` },
  };
}
