import { apiTime } from '../git/commits';
import { integer, text } from '../store/columns';
import { ForgeDatabase, Row } from '../store/ForgeDatabase';
import { Pull } from './PullStore';

export interface Comment {
  id: number;
  /** Row id of the pull request. */
  pull: number;
  author: string;
  body: string;
  createdAt: string;
  updatedAt: string;
}

function readComment(row: Row): Comment {
  return {
    id: integer(row, 'id'),
    pull: integer(row, 'pull'),
    author: text(row, 'author'),
    body: text(row, 'body'),
    createdAt: text(row, 'created_at'),
    updatedAt: text(row, 'updated_at'),
  };
}

/** The conversation below a pull request. */
export class Comments {
  constructor(private readonly database: ForgeDatabase) {}

  list(pull: Pull): Comment[] {
    return this.database
      .all('SELECT * FROM comments WHERE pull = ? ORDER BY id', pull.id)
      .map(readComment);
  }

  /** A comment of the repository, with the number of its pull request. */
  find(
    repository: number,
    id: number,
  ): { comment: Comment; number: number } | undefined {
    const row = this.database.one(
      `SELECT comments.*, number FROM comments JOIN pulls ON pull = pulls.id
       WHERE repository = ? AND comments.id = ?`,
      repository,
      id,
    );
    return row && { comment: readComment(row), number: integer(row, 'number') };
  }

  add(pull: Pull, author: string, body: string): Comment {
    const now = apiTime(new Date());
    const id = this.database.insert('comments', {
      pull: pull.id,
      author,
      body,
      created_at: now,
      updated_at: now,
    });
    return {
      id,
      pull: pull.id,
      author,
      body,
      createdAt: now,
      updatedAt: now,
    };
  }

  edit(comment: Comment, body: string): Comment {
    const updatedAt = apiTime(new Date());
    this.database.update('comments', comment.id, {
      body,
      updated_at: updatedAt,
    });
    return { ...comment, body, updatedAt };
  }

  remove(comment: Comment) {
    this.database.run('DELETE FROM comments WHERE id = ?', comment.id);
  }
}
