import { Row } from './ForgeDatabase';

/** Reads one column as a string; an absent one is empty. */
export function text(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : '';
}

export function optionalText(row: Row, column: string): string | undefined {
  const value = row[column];
  return typeof value === 'string' ? value : undefined;
}

export function integer(row: Row, column: string): number {
  return Number(row[column] ?? 0);
}

export function flag(row: Row, column: string): boolean {
  return integer(row, column) === 1;
}
