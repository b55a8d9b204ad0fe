import { type ReactNode, useId, useState } from 'react';
import styles from './Fold.module.css';

/** Something that is there when it's asked for. */
export const Fold = (props: {
  title: ReactNode;
  /** Looks like a link rather than a heading. */
  plain?: boolean;
  children: ReactNode;
}) => {
  const [isOpen, setOpen] = useState(false);
  const content = useId();
  return (
    <div className={styles.fold}>
      <button
        type="button"
        className={`${styles.trigger} ${props.plain ? styles.plain : ''}`}
        aria-expanded={isOpen}
        aria-controls={content}
        onClick={() => setOpen(!isOpen)}
      >
        <span className={styles.mark} aria-hidden="true">
          ▸
        </span>
        {props.title}
      </button>
      <div id={content} hidden={!isOpen}>
        {isOpen && props.children}
      </div>
    </div>
  );
};
