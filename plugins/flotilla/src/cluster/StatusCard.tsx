import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import type { ClusterRef } from '../api';
import { Failure, Panel, PanelSkeleton } from '../common';
import { flotillaTranslationRef } from '../translation';
import { ClusterHead } from './ClusterHead';
import { useCluster } from './ClusterPage';
import { NotInHub } from './NotInHub';
import { useClusterPath } from './useClusterPath';

/** The state of a cluster, with the way to all the rest. */
export const StatusCard = (props: { of: ClusterRef }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const clusterPath = useClusterPath();
  const live = useCluster(props.of);
  if (live.value) {
    const href = clusterPath(live.value.summary.entityRef);
    return (
      <Panel
        title={t('cluster.status')}
        stale={live.value.summary.state === 'Unknown'}
        aside={href && <Link href={href}>{t('cluster.details')}</Link>}
      >
        <ClusterHead summary={live.value.summary} />
      </Panel>
    );
  }
  if (live.error?.kind === 'notFound') return <NotInHub of={props.of} />;
  if (!live.error) return <PanelSkeleton title={t('cluster.status')} />;
  return (
    <Panel title={t('cluster.status')}>
      <Failure error={live.error} onRetry={live.refresh} />
    </Panel>
  );
};
