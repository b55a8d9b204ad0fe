import { Card, CardBody, CardHeader, Skeleton, Text } from '@backstage/ui';
import { type ReactNode, useId } from 'react';
import styles from './Panel.module.css';

/** A card with a heading that assistive technology can find it by. */
export const Panel = (props: {
  title: string;
  /** Stands beside the title. */
  marks?: ReactNode;
  /** Stands at the far end of the title's line. */
  aside?: ReactNode;
  /** What is shown is no longer current: nothing of it keeps its colour. */
  stale?: boolean;
  children: ReactNode;
}) => {
  const heading = useId();
  return (
    <section
      aria-labelledby={heading}
      className={`${styles.panel} ${props.stale ? styles.stale : ''}`}
    >
      <Card>
        <CardHeader>
          <div className={styles.head}>
            <Text as="h2" id={heading} variant="title-x-small" weight="bold">
              {props.title}
            </Text>
            {props.marks}
            {props.aside && <div className={styles.aside}>{props.aside}</div>}
          </div>
        </CardHeader>
        <CardBody>
          <div className={styles.body}>{props.children}</div>
        </CardBody>
      </Card>
    </section>
  );
};

/** The shape of a panel whose content is on its way. */
export const PanelSkeleton = (props: { title: string; lines?: number }) => (
  <Panel title={props.title}>
    {Array.from({ length: props.lines ?? 3 }, (_, line) => (
      <Skeleton key={line} width={`${90 - line * 15}%`} height={16} />
    ))}
  </Panel>
);
