import { text } from '../store/columns';
import { ForgeDatabase } from '../store/ForgeDatabase';
import { Pull } from './PullStore';

/** Who a pull request is assigned to. */
export class Assignees {
  constructor(private readonly database: ForgeDatabase) {}

  of(pull: Pull): string[] {
    return this.database
      .all('SELECT login FROM assignees WHERE pull = ? ORDER BY login', pull.id)
      .map(row => text(row, 'login'));
  }

  add(pull: Pull, logins: string[]) {
    for (const login of logins) {
      this.database.run(
        'INSERT OR IGNORE INTO assignees (pull, login) VALUES (?, ?)',
        pull.id,
        login,
      );
    }
  }

  remove(pull: Pull, logins: string[]) {
    for (const login of logins) {
      this.database.run(
        'DELETE FROM assignees WHERE pull = ? AND login = ?',
        pull.id,
        login,
      );
    }
  }
}
