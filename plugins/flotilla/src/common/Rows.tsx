import type { CSSProperties, ReactNode } from 'react';
import styles from './Rows.module.css';

/** One row: a cell for each column. */
export interface RowOfCells {
  key: string;
  cells: ReactNode[];
}

/**
 * A small table that becomes a list of labelled values where it has no room.
 * Roles are written out because a table that is laid out as a grid loses its own.
 */
export const Rows = (props: {
  /** Names the table to assistive technology. */
  label: string;
  columns: string[];
  /** CSS widths of the columns, as for a grid. */
  widths: string;
  rows: RowOfCells[];
  /** The columns are narrow enough to stay side by side everywhere, and need no head. */
  compact?: boolean;
}) => {
  const widths: CSSProperties & { '--rows-columns': string } = {
    '--rows-columns': props.widths,
  };
  return (
    <div className={styles.container} style={widths}>
      <div
        role="table"
        aria-label={props.label}
        className={`${styles.table} ${props.compact ? styles.keep : ''}`}
      >
        {!props.compact && (
          <div role="row" className={`${styles.row} ${styles.head}`}>
            {props.columns.map(column => (
              <span role="columnheader" key={column}>
                {column}
              </span>
            ))}
          </div>
        )}
        {props.rows.map(row => (
          <div role="row" key={row.key} className={styles.row}>
            {row.cells.map((cell, index) => (
              <div
                role="cell"
                key={props.columns[index]}
                className={styles.cell}
              >
                {!props.compact && (
                  <span className={styles.label} aria-hidden="true">
                    {props.columns[index]}
                  </span>
                )}
                {cell}
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
};
