import { apiTime } from '../git/commits';
import { Person } from '../people/People';
import { unprocessable } from '../problems';
import { integer, text } from '../store/columns';
import { ForgeDatabase, Row } from '../store/ForgeDatabase';
import { Pull } from './PullStore';

export type ReviewState =
  | 'APPROVED'
  | 'CHANGES_REQUESTED'
  | 'COMMENTED'
  | 'DISMISSED';

export interface Review {
  id: number;
  author: string;
  state: ReviewState;
  body: string;
  commitSha: string;
  submittedAt: string;
}

export type ReviewEvent = 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT';

const STATE_AFTER: Record<ReviewEvent, ReviewState> = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
};

function reviewState(state: string): ReviewState {
  switch (state) {
    case 'APPROVED':
    case 'CHANGES_REQUESTED':
    case 'DISMISSED':
      return state;
    default:
      return 'COMMENTED';
  }
}

function readReview(row: Row): Review {
  return {
    id: integer(row, 'id'),
    author: text(row, 'author'),
    state: reviewState(text(row, 'state')),
    body: text(row, 'body'),
    commitSha: text(row, 'commit_sha'),
    submittedAt: text(row, 'submitted_at'),
  };
}

/** Where each reviewer stands: their last review that says yes or no. */
export function standingReviews(reviews: Review[]): Review[] {
  const standing = new Map<string, Review>();
  for (const review of reviews) {
    if (review.state !== 'COMMENTED') standing.set(review.author, review);
  }
  return [...standing.values()].filter(({ state }) => state !== 'DISMISSED');
}

/** Reviews of pull requests, and who was asked for one. */
export class Reviews {
  constructor(private readonly database: ForgeDatabase) {}

  list(pull: Pull): Review[] {
    return this.database
      .all('SELECT * FROM reviews WHERE pull = ? ORDER BY id', pull.id)
      .map(readReview);
  }

  find(pull: Pull, id: number): Review | undefined {
    return this.list(pull).find(review => review.id === id);
  }

  submit(
    pull: Pull,
    author: Person,
    review: { event: ReviewEvent; body?: string; commitSha?: string },
  ): Review {
    const own = author.login === pull.author;
    if (own && review.event === 'APPROVE') {
      throw unprocessable('Review Can not approve your own pull request');
    }
    if (own && review.event === 'REQUEST_CHANGES') {
      throw unprocessable(
        'Review Can not request changes on your own pull request',
      );
    }
    if (review.event !== 'APPROVE' && !review.body) {
      throw unprocessable('Review body can not be blank');
    }
    const id = this.database.insert('reviews', {
      pull: pull.id,
      author: author.login,
      state: STATE_AFTER[review.event],
      body: review.body ?? '',
      commit_sha: review.commitSha ?? pull.headSha,
      submitted_at: apiTime(new Date()),
    });
    this.withdrawRequests(pull, { users: [author.login], teams: [] });
    const submitted = this.find(pull, id);
    if (!submitted) throw new Error('The review was not written.');
    return submitted;
  }

  dismiss(pull: Pull, review: Review): Review {
    this.database.update('reviews', review.id, { state: 'DISMISSED' });
    return this.find(pull, review.id) ?? review;
  }

  requested(pull: Pull): { users: string[]; teams: string[] } {
    const rows = this.database.all(
      'SELECT kind, name FROM review_requests WHERE pull = ? ORDER BY name',
      pull.id,
    );
    const named = (kind: string) =>
      rows.filter(row => row.kind === kind).map(row => text(row, 'name'));
    return { users: named('user'), teams: named('team') };
  }

  request(pull: Pull, reviewers: { users: string[]; teams: string[] }) {
    for (const [kind, names] of [
      ['user', reviewers.users],
      ['team', reviewers.teams],
    ] as const) {
      for (const name of names) {
        this.database.run(
          'INSERT OR IGNORE INTO review_requests (pull, kind, name) VALUES (?, ?, ?)',
          pull.id,
          kind,
          name,
        );
      }
    }
  }

  withdrawRequests(
    pull: Pull,
    reviewers: { users: string[]; teams: string[] },
  ) {
    for (const [kind, names] of [
      ['user', reviewers.users],
      ['team', reviewers.teams],
    ] as const) {
      for (const name of names) {
        this.database.run(
          'DELETE FROM review_requests WHERE pull = ? AND kind = ? AND name = ?',
          pull.id,
          kind,
          name,
        );
      }
    }
  }
}
