/** What a page shows, in the words of the signal that says that it changed. */
export interface Concern {
  fleet?: string;
  cluster?: string;
  request?: string;
}

/**
 * Whether a signal `{fleet, clusters?, requests?}` is about what a page shows.
 * A signal without ids is about the whole fleet.
 */
export function concerns(concern: Concern, message: unknown): boolean {
  if (typeof message !== 'object' || message === null) return false;
  const said: { fleet?: unknown; clusters?: unknown; requests?: unknown } =
    message;
  if (concern.fleet && said.fleet && said.fleet !== concern.fleet) return false;
  const named = (ids: unknown, id: string) =>
    Array.isArray(ids) && ids.includes(id);
  const namesNothing = !said.clusters && !said.requests;
  if (namesNothing) return true;
  if (concern.cluster && named(said.clusters, concern.cluster)) return true;
  if (concern.request && named(said.requests, concern.request)) return true;
  return !concern.cluster && !concern.request;
}
