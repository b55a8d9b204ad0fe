import styles from './Dot.module.css';
import type { Tone } from './Pill';

/** A colour beside words that say the same. */
export const Dot = (props: { tone: Tone }) => (
  <span aria-hidden="true" className={`${styles.dot} ${styles[props.tone]}`} />
);
