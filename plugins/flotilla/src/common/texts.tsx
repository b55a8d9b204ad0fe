import type { ReactNode } from 'react';
import styles from './texts.module.css';

/** Text that machines read too: names of fields, revisions, versions. */
export const Mono = (props: { children: ReactNode; title?: string }) => (
  <span className={styles.mono} title={props.title}>
    {props.children}
  </span>
);

/** Text that explains the one beside it. */
export const Quiet = (props: { children: ReactNode; as?: 'div' | 'span' }) => {
  const Element = props.as ?? 'span';
  return <Element className={styles.quiet}>{props.children}</Element>;
};

/** The name of a thing within a line. */
export const Strong = (props: { children: ReactNode }) => (
  <span className={styles.strong}>{props.children}</span>
);

/** Text that says what is wrong; the library's own danger colour has too little contrast for small text. */
export const Wrong = (props: { children: ReactNode; isNew?: boolean }) => (
  <p className={styles.wrong} role={props.isNew ? 'alert' : undefined}>
    {props.children}
  </p>
);

/** A Git revision in seven digits; all of it on hover. */
export const Revision = (props: { revision: string }) => (
  <Mono title={props.revision}>{shortRevision(props.revision)}</Mono>
);

/** `0a1b2c3` of `main@sha1:0a1b2c3…`. */
export function shortRevision(revision: string): string {
  return revision.replace(/^.*[:@]/, '').slice(0, 7);
}
