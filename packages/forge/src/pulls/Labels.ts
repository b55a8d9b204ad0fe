import { integer, optionalText, text } from '../store/columns';
import { ForgeDatabase, Row } from '../store/ForgeDatabase';
import { Pull } from './PullStore';

export interface Label {
  id: number;
  name: string;
  color: string;
  description: string | undefined;
}

const PLAIN_COLOR = 'ededed';

function readLabel(row: Row): Label {
  return {
    id: integer(row, 'id'),
    name: text(row, 'name'),
    color: text(row, 'color'),
    description: optionalText(row, 'description'),
  };
}

/** Labels of a repository and of its pull requests. */
export class Labels {
  constructor(private readonly database: ForgeDatabase) {}

  list(repository: number): Label[] {
    return this.database
      .all(
        'SELECT * FROM labels WHERE repository = ? ORDER BY name',
        repository,
      )
      .map(readLabel);
  }

  find(repository: number, name: string): Label | undefined {
    const row = this.database.one(
      'SELECT * FROM labels WHERE repository = ? AND name = ?',
      repository,
      name,
    );
    return row && readLabel(row);
  }

  create(
    repository: number,
    label: { name: string; color?: string; description?: string },
  ): Label {
    const { name, color = PLAIN_COLOR, description } = label;
    const id = this.database.insert('labels', {
      repository,
      name,
      color,
      description: description ?? null,
    });
    return { id, name, color, description };
  }

  of(pull: Pull): Label[] {
    return this.database
      .all(
        `SELECT labels.* FROM labels JOIN pull_labels ON label = labels.id
         WHERE pull = ? ORDER BY name`,
        pull.id,
      )
      .map(readLabel);
  }

  /** Labels that don't exist yet are made, as GitHub does. */
  add(pull: Pull, names: string[]) {
    for (const name of names) {
      const label =
        this.find(pull.repository, name) ??
        this.create(pull.repository, { name });
      this.database.run(
        'INSERT OR IGNORE INTO pull_labels (pull, label) VALUES (?, ?)',
        pull.id,
        label.id,
      );
    }
  }

  replace(pull: Pull, names: string[]) {
    this.database.transaction(() => {
      this.database.run('DELETE FROM pull_labels WHERE pull = ?', pull.id);
      this.add(pull, names);
    });
  }

  remove(pull: Pull, label: Label) {
    this.database.run(
      'DELETE FROM pull_labels WHERE pull = ? AND label = ?',
      pull.id,
      label.id,
    );
  }
}
