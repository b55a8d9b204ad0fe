import { unprocessable } from '../problems';

/** Which part of a list a query asks for. */
export interface Paging {
  first?: number | null;
  last?: number | null;
  after?: string | null;
}

function cursorOf(at: number): string {
  return Buffer.from(`cursor:${at}`).toString('base64');
}

function startAfter(cursor: string | null | undefined): number {
  if (!cursor) return 0;
  const at = /^cursor:(\d+)$/.exec(
    Buffer.from(cursor, 'base64').toString('utf8'),
  );
  if (!at)
    throw unprocessable(`\`${cursor}\` does not appear to be a valid cursor.`);
  return Number(at[1]) + 1;
}

/** One page of a list in the shape that GraphQL clients walk. */
export function connection<T, R>(
  entries: T[],
  paging: Paging,
  represent: (entry: T) => R,
) {
  const size = paging.first ?? paging.last;
  if (size === undefined || size === null || size < 1 || size > 100) {
    throw unprocessable(
      'You must provide a `first` or `last` value between 1 and 100 to properly paginate the connection.',
    );
  }
  const start = paging.first
    ? startAfter(paging.after)
    : Math.max(0, entries.length - size);
  const page = entries.slice(start, start + size);
  const edges = page.map((entry, at) => ({
    cursor: cursorOf(start + at),
    node: represent(entry),
  }));
  return {
    edges,
    nodes: edges.map(edge => edge.node),
    totalCount: entries.length,
    pageInfo: {
      hasNextPage: start + page.length < entries.length,
      hasPreviousPage: start > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
