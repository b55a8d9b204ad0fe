import type { ReactNode } from 'react';
import styles from './Pill.module.css';

/** What a colour means; never the only carrier of that meaning. */
export type Tone = 'neutral' | 'danger' | 'warning' | 'info' | 'success';

/** A few words on a coloured ground. */
export const Pill = (props: { tone?: Tone; children: ReactNode }) => (
  <span className={`${styles.pill} ${styles[props.tone ?? 'neutral']}`}>
    {props.children}
  </span>
);
