import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { type ClusterRef, flotillaApiRef } from '../../api';
import { Failure, OutOfDate, Panel, PanelSkeleton } from '../../common';
import { useLive } from '../../live';
import { flotillaTranslationRef } from '../../translation';
import { DriftPanel } from './DriftPanel';

/** The drift of a cluster, as it is now. */
export const DriftCard = (props: { of: ClusterRef }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const api = useApi(flotillaApiRef);
  const { fleet, cluster } = props.of;
  const live = useLive(
    `${fleet}/${cluster}`,
    signal => api.drift({ fleet, cluster }, { signal }),
    { fleet, cluster },
  );
  if (live.value) {
    return (
      <>
        {live.error && (
          <OutOfDate error={live.error} loadedAt={live.loadedAt} />
        )}
        <DriftPanel drift={live.value} />
      </>
    );
  }
  if (!live.error) return <PanelSkeleton title={t('drift.title')} lines={4} />;
  return (
    <Panel title={t('drift.title')}>
      <Failure error={live.error} onRetry={live.refresh} />
    </Panel>
  );
};
