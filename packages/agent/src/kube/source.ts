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

export function sourceOf(
  served: ServedKind,
  one: OneObject | undefined,
): Source {
  if (!one) return { path: served.path, only: {} };
  const cut = served.path.lastIndexOf('/');
  const api = served.path.slice(0, cut);
  const place = one.namespace ? `/namespaces/${one.namespace}` : '';
  return {
    path: `${api}${place}${served.path.slice(cut)}`,
    only: { fieldSelector: `metadata.name=${one.name}` },
  };
}
