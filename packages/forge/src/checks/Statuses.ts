import { apiTime } from '../git/commits';
import { integer, optionalText, text } from '../store/columns';
import { ForgeDatabase, Row } from '../store/ForgeDatabase';

export type StatusState = 'error' | 'failure' | 'pending' | 'success';

export interface CommitStatus {
  id: number;
  sha: string;
  context: string;
  state: StatusState;
  description: string | undefined;
  targetUrl: string | undefined;
  creator: string;
  createdAt: string;
}

export function isStatusState(state: string): state is StatusState {
  return ['error', 'failure', 'pending', 'success'].includes(state);
}

function readStatus(row: Row): CommitStatus {
  const state = text(row, 'state');
  return {
    id: integer(row, 'id'),
    sha: text(row, 'sha'),
    context: text(row, 'context'),
    state: isStatusState(state) ? state : 'error',
    description: optionalText(row, 'description'),
    targetUrl: optionalText(row, 'target_url'),
    creator: text(row, 'creator'),
    createdAt: text(row, 'created_at'),
  };
}

/** GitHub's rule: anything bad is failure, anything open (or none) pending. */
export function combinedState(
  statuses: CommitStatus[],
): 'failure' | 'pending' | 'success' {
  const states = statuses.map(status => status.state);
  if (states.some(state => state === 'failure' || state === 'error')) {
    return 'failure';
  }
  return states.length === 0 || states.includes('pending')
    ? 'pending'
    : 'success';
}

/** Commit statuses; of each context the last one counts. */
export class Statuses {
  constructor(private readonly database: ForgeDatabase) {}

  /** All of a commit, newest first. */
  list(repository: number, sha: string): CommitStatus[] {
    return this.database
      .all(
        'SELECT * FROM statuses WHERE repository = ? AND sha = ? ORDER BY id DESC',
        repository,
        sha,
      )
      .map(readStatus);
  }

  /** The one that counts for each context. */
  latest(repository: number, sha: string): CommitStatus[] {
    const byContext = new Map<string, CommitStatus>();
    for (const status of this.list(repository, sha)) {
      if (!byContext.has(status.context)) byContext.set(status.context, status);
    }
    return [...byContext.values()];
  }

  set(
    repository: number,
    status: Omit<CommitStatus, 'id' | 'createdAt'>,
  ): CommitStatus {
    const createdAt = apiTime(new Date());
    const id = this.database.insert('statuses', {
      repository,
      sha: status.sha,
      context: status.context,
      state: status.state,
      description: status.description ?? null,
      target_url: status.targetUrl ?? null,
      creator: status.creator,
      created_at: createdAt,
    });
    return { ...status, id, createdAt };
  }
}
