import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Link, Text } from '@backstage/ui';
import { type ClusterRef, flotillaApiRef } from '../api';
import { useClusterPath } from '../cluster/useClusterPath';
import { Panel, Quiet, StateBadge } from '../common';
import { useLive } from '../live';
import { flotillaTranslationRef } from '../translation';

const ClusterLine = ({ of }: { of: ClusterRef }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const api = useApi(flotillaApiRef);
  const clusterPath = useClusterPath();
  const { fleet, cluster } = of;
  const { value, error } = useLive(
    `${fleet}/${cluster}`,
    signal => api.cluster({ fleet, cluster }, { signal }),
    { fleet, cluster },
  );
  const href = value && clusterPath(value.summary.entityRef);
  return (
    <div>
      <Flex gap="2" align="center" style={{ flexWrap: 'wrap' }}>
        {href ? (
          <Link href={href} standalone weight="bold">
            {cluster}
          </Link>
        ) : (
          <Text weight="bold">{cluster}</Text>
        )}
        {value && <StateBadge state={value.summary.state} />}
      </Flex>
      <Quiet as="div">
        {value?.summary.reason ??
          (error?.kind === 'notFound'
            ? t('requests.clusters.notYet')
            : error?.message)}
      </Quiet>
    </div>
  );
};

/** The clusters that a request is about, as they are now. */
export const RequestClusters = (props: {
  fleet: string;
  clusters: string[];
}) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { fleet, clusters } = props;
  if (clusters.length === 0) return null;
  return (
    <Panel title={t('requests.clusters.title')}>
      {clusters.map(cluster => (
        <ClusterLine key={cluster} of={{ fleet, cluster }} />
      ))}
    </Panel>
  );
};
