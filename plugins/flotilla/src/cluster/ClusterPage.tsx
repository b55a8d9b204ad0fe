import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Skeleton } from '@backstage/ui';
import type { Cluster } from '@flotilla/backstage-plugin-flotilla-common';
import { type ClusterRef, flotillaApiRef } from '../api';
import { Failure, OutOfDate, PanelSkeleton } from '../common';
import { useLive } from '../live';
import { flotillaTranslationRef } from '../translation';
import { AgentPanel } from './agent/AgentPanel';
import { InfrastructurePanel } from './cards/InfrastructurePanel';
import { PartsPanel } from './cards/PartsPanel';
import { RequestsCard } from './cards/RequestsCard';
import { SyncPanel } from './cards/SyncPanel';
import { ClusterHead } from './ClusterHead';
import styles from './ClusterPage.module.css';
import { ClusterProblems } from './ClusterProblems';
import { DriftCard } from './drift';
import { NotInHub } from './NotInHub';
import { RemovalCard } from './removal/RemovalCard';
import { TimelineCard } from './timeline/TimelineCard';

/** A cluster, as it is now. */
export function useCluster(of: ClusterRef) {
  const api = useApi(flotillaApiRef);
  const { fleet, cluster } = of;
  return useLive(
    `${fleet}/${cluster}`,
    signal => api.cluster({ fleet, cluster }, { signal }),
    { fleet, cluster },
  );
}

const Columns = (props: {
  of: ClusterRef;
  value: Cluster;
  onChange: () => void;
}) => {
  const { of, value, onChange } = props;
  const stale = value.summary.state === 'Unknown';
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <DriftCard of={of} />
        <TimelineCard of={of} />
        <PartsPanel parts={value.parts} stale={stale} />
      </div>
      <div className={styles.column}>
        <SyncPanel sync={value.sync} stale={stale} />
        <RequestsCard of={of} />
        <InfrastructurePanel
          infrastructure={value.infrastructure}
          stale={stale}
        />
        <AgentPanel
          of={of}
          agent={value.agent}
          stale={stale}
          onChange={onChange}
        />
        <RemovalCard of={of} value={value} />
      </div>
    </div>
  );
};

/** All that is known of a cluster: what differs, how far Git's word has come, who speaks for it. */
export const ClusterPage = (props: { of: ClusterRef }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const live = useCluster(props.of);
  if (!live.value) {
    if (live.error?.kind === 'notFound') return <NotInHub of={props.of} />;
    if (live.error) {
      return <Failure error={live.error} onRetry={live.refresh} />;
    }
    return (
      <Flex direction="column" gap="4">
        <Skeleton width="60%" height={24} />
        <PanelSkeleton title={t('drift.title')} lines={5} />
      </Flex>
    );
  }
  return (
    <Flex direction="column" gap="4">
      {live.error && <OutOfDate error={live.error} loadedAt={live.loadedAt} />}
      <ClusterHead summary={live.value.summary} />
      <ClusterProblems problems={live.value.problems} />
      <Columns of={props.of} value={live.value} onChange={live.refresh} />
    </Flex>
  );
};
