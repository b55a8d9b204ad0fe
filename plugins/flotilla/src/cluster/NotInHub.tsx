import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { ClusterRef } from '../api';
import { Panel } from '../common';
import { flotillaTranslationRef } from '../translation';

/** The catalog knows the cluster, and the hub doesn't: it isn't in Git, or not any more. */
export const NotInHub = (props: { of: ClusterRef }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { fleet, cluster } = props.of;
  return (
    <Panel title={t('cluster.notInHub.title')}>
      <Text as="p">{t('cluster.notInHub.why', { fleet, cluster })}</Text>
      <Text as="p" color="secondary">
        {t('cluster.notInHub.then')}
      </Text>
    </Panel>
  );
};
