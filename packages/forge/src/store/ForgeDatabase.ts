import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { SCHEMA } from './schema';

export type Row = Record<string, SQLOutputValue>;

/**
 * The host's memory next to the repositories: everything about pull requests
 * that git itself doesn't hold. Calls are synchronous: a change is on disk
 * when its call returns.
 */
export class ForgeDatabase {
  private readonly connection: DatabaseSync;

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.connection = new DatabaseSync(join(directory, 'forge.sqlite'));
    this.connection.exec('PRAGMA journal_mode = WAL');
    this.connection.exec('PRAGMA foreign_keys = ON');
    this.connection.exec(SCHEMA);
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.connection.prepare(sql).all(...values);
  }

  one(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.connection.prepare(sql).get(...values);
  }

  /** Runs a change and gives the id of the row that it inserted, if any. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.connection.prepare(sql).run(...values).lastInsertRowid);
  }

  /** Inserts a row given by column names and gives its id. */
  insert(table: string, row: Record<string, SQLInputValue>): number {
    const columns = Object.keys(row);
    return this.run(
      `INSERT INTO ${table} (${columns.join(', ')})
       VALUES (${columns.map(() => '?').join(', ')})`,
      ...Object.values(row),
    );
  }

  /** Sets columns of the row with that id. */
  update(table: string, id: number, row: Record<string, SQLInputValue>) {
    const columns = Object.keys(row);
    if (columns.length === 0) return;
    this.run(
      `UPDATE ${table} SET ${columns.map(name => `${name} = ?`).join(', ')}
       WHERE id = ?`,
      ...Object.values(row),
      id,
    );
  }

  /** All of it or nothing. */
  transaction<T>(work: () => T): T {
    this.connection.exec('BEGIN IMMEDIATE');
    try {
      const outcome = work();
      this.connection.exec('COMMIT');
      return outcome;
    } catch (error) {
      this.connection.exec('ROLLBACK');
      throw error;
    }
  }

  close() {
    this.connection.close();
  }
}
