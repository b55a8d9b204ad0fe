import { apiTime } from '../git/commits';
import { flag, integer, optionalText, text } from '../store/columns';
import { ForgeDatabase, Row } from '../store/ForgeDatabase';

export interface Pull {
  id: number;
  repository: number;
  number: number;
  title: string;
  body: string | undefined;
  state: 'open' | 'closed';
  draft: boolean;
  author: string;
  headBranch: string;
  headSha: string;
  baseBranch: string;
  /** Tip of the base branch; once closed, as it was then. */
  baseSha: string;
  mergeSha: string | undefined;
  mergedBy: string | undefined;
  mergedAt: string | undefined;
  createdAt: string;
  updatedAt: string;
  closedAt: string | undefined;
}

export interface PullQuery {
  state?: 'open' | 'closed' | 'all';
  headBranch?: string;
  baseBranch?: string;
  sort?: 'created' | 'updated';
  direction?: 'asc' | 'desc';
}

export interface NewPull {
  repository: number;
  title: string;
  body?: string;
  draft: boolean;
  author: string;
  headBranch: string;
  headSha: string;
  baseBranch: string;
  baseSha: string;
}

/** What may change about a pull request that exists. */
export type PullChange = Partial<
  Pick<
    Pull,
    | 'title'
    | 'body'
    | 'state'
    | 'draft'
    | 'headSha'
    | 'baseBranch'
    | 'baseSha'
    | 'mergeSha'
    | 'mergedBy'
    | 'mergedAt'
    | 'closedAt'
  >
>;

const COLUMNS: [keyof PullChange, string][] = [
  ['title', 'title'],
  ['body', 'body'],
  ['state', 'state'],
  ['draft', 'draft'],
  ['headSha', 'head_sha'],
  ['baseBranch', 'base_branch'],
  ['baseSha', 'base_sha'],
  ['mergeSha', 'merge_sha'],
  ['mergedBy', 'merged_by'],
  ['mergedAt', 'merged_at'],
  ['closedAt', 'closed_at'],
];

function columnValue(value: string | boolean | undefined) {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value ?? null;
}

function readPull(row: Row): Pull {
  return {
    id: integer(row, 'id'),
    repository: integer(row, 'repository'),
    number: integer(row, 'number'),
    title: text(row, 'title'),
    body: optionalText(row, 'body'),
    state: text(row, 'state') === 'open' ? 'open' : 'closed',
    draft: flag(row, 'draft'),
    author: text(row, 'author'),
    headBranch: text(row, 'head_branch'),
    headSha: text(row, 'head_sha'),
    baseBranch: text(row, 'base_branch'),
    baseSha: text(row, 'base_sha'),
    mergeSha: optionalText(row, 'merge_sha'),
    mergedBy: optionalText(row, 'merged_by'),
    mergedAt: optionalText(row, 'merged_at'),
    createdAt: text(row, 'created_at'),
    updatedAt: text(row, 'updated_at'),
    closedAt: optionalText(row, 'closed_at'),
  };
}

/** Pull requests on disk. */
export class PullStore {
  constructor(private readonly database: ForgeDatabase) {}

  find(repository: number, number: number): Pull | undefined {
    const row = this.database.one(
      'SELECT * FROM pulls WHERE repository = ? AND number = ?',
      repository,
      number,
    );
    return row && readPull(row);
  }

  list(repository: number, query: PullQuery = {}): Pull[] {
    const { state = 'open', headBranch, baseBranch } = query;
    const column = query.sort === 'updated' ? 'updated_at' : 'created_at';
    const order = query.direction === 'asc' ? 'ASC' : 'DESC';
    return this.database
      .all(
        `SELECT * FROM pulls WHERE repository = ?1
           AND (?2 = 'all' OR state = ?2)
           AND (?3 IS NULL OR head_branch = ?3)
           AND (?4 IS NULL OR base_branch = ?4)
         ORDER BY ${column} ${order}, number ${order}`,
        repository,
        state,
        headBranch ?? null,
        baseBranch ?? null,
      )
      .map(readPull);
  }

  countOpen(repository: number): number {
    const row = this.database.one(
      `SELECT count(*) AS open FROM pulls WHERE repository = ? AND state = 'open'`,
      repository,
    );
    return row ? integer(row, 'open') : 0;
  }

  /** Gives the next number of the repository to a new open pull request. */
  insert(pull: NewPull): Pull {
    const now = apiTime(new Date());
    return this.database.transaction(() => {
      const row = this.database.one(
        'SELECT coalesce(max(number), 0) + 1 AS next FROM pulls WHERE repository = ?',
        pull.repository,
      );
      const number = row ? integer(row, 'next') : 1;
      this.database.insert('pulls', {
        repository: pull.repository,
        number,
        title: pull.title,
        body: pull.body ?? null,
        state: 'open',
        draft: pull.draft ? 1 : 0,
        author: pull.author,
        head_branch: pull.headBranch,
        head_sha: pull.headSha,
        base_branch: pull.baseBranch,
        base_sha: pull.baseSha,
        created_at: now,
        updated_at: now,
      });
      const inserted = this.find(pull.repository, number);
      if (!inserted) throw new Error('The pull request was not written.');
      return inserted;
    });
  }

  /** Changes a pull request and gives it as it is now. */
  update(pull: Pull, change: PullChange): Pull {
    const row = Object.fromEntries(
      COLUMNS.filter(([field]) => field in change).map(([field, column]) => [
        column,
        columnValue(change[field]),
      ]),
    );
    this.database.update('pulls', pull.id, {
      ...row,
      updated_at: apiTime(new Date()),
    });
    return this.find(pull.repository, pull.number) ?? pull;
  }
}
