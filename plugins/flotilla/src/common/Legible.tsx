import type { ReactNode } from 'react';
import styles from './Legible.module.css';

/** Around whatever of ours a page shows: text that can be read in both themes. */
export const Legible = (props: {
  as?: 'main' | 'div';
  children: ReactNode;
}) => {
  const Element = props.as ?? 'div';
  return <Element className={styles.legible}>{props.children}</Element>;
};
