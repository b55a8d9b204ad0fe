import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { ClusterPage } from '@flotilla/backstage-plugin-flotilla-common';
import { useAgo } from '../common';
import { flotillaTranslationRef } from '../translation';

const NewestReport = (props: { at: string }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return <> · {t('fleet.newestReport', { ago: useAgo(props.at) })}</>;
};

/** "15 clusters · 3 models · newest report 4 s ago". */
export const FleetSummary = (props: { page: ClusterPage }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { counts, models, newestReportAt } = props.page;
  return (
    <Text as="p" color="secondary">
      {t('fleet.clusters', { count: counts.all })} ·{' '}
      {t('fleet.models', { count: models })}
      {newestReportAt && <NewestReport at={newestReportAt} />}
    </Text>
  );
};
