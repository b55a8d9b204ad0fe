import { Flex } from '@backstage/ui';
import type { ClusterSummary } from '@flotilla/backstage-plugin-flotilla-common';
import { EntityLink } from '../common';
import { DriftCell, ModelCell, NameCell, SeenCell, StateCell } from './cells';
import styles from './FleetCards.module.css';
import { clusterKey } from './useSteadyRows';

/** The clusters as a list, for narrow screens. */
export const FleetCards = (props: { clusters: ClusterSummary[] }) => (
  <ul className={styles.list}>
    {props.clusters.map(cluster => (
      <li key={clusterKey(cluster)} className={styles.item}>
        <NameCell cluster={cluster} />
        <div className={styles.end}>
          <SeenCell cluster={cluster} />
        </div>
        <div className={styles.wide}>
          <StateCell cluster={cluster} />
        </div>
        <Flex gap="3" align="center" style={{ flexWrap: 'wrap' }}>
          <ModelCell cluster={cluster} />
          <EntityLink entityRef={cluster.owner} />
        </Flex>
        <div className={styles.end}>
          <DriftCell cluster={cluster} />
        </div>
      </li>
    ))}
  </ul>
);
