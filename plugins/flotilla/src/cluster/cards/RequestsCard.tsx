import {
  useApi,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import type { Request } from '@flotilla/backstage-plugin-flotilla-common';
import { type ClusterRef, flotillaApiRef } from '../../api';
import { Ago, Failure, Panel, PanelSkeleton, Quiet } from '../../common';
import { useLive } from '../../live';
import { StageTrack } from '../../requests/StageTrack';
import { requestRouteRef, requestsRouteRef } from '../../routes';
import { flotillaTranslationRef } from '../../translation';
import styles from './RequestsCard.module.css';

const SHOWN = 5;

const RequestItem = ({ request }: { request: Request }) => {
  const requestPage = useRouteRef(requestRouteRef);
  const href = requestPage?.({ id: request.id });
  const number = request.pullRequest && `#${request.pullRequest.number} `;
  return (
    <li className={styles.item}>
      {href ? (
        <Link href={href} standalone>
          {number}
          {request.title}
        </Link>
      ) : (
        <span>
          {number}
          {request.title}
        </span>
      )}
      <StageTrack stages={request.stages} />
      <Quiet as="div">
        {request.message && `${request.message} · `}
        <Ago at={request.updatedAt} />
      </Quiet>
    </li>
  );
};

/** The requests of a cluster; those that are open come first. */
export const RequestsPanel = (props: {
  requests: Request[];
  total: number;
  cluster: string;
}) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const list = useRouteRef(requestsRouteRef)?.();
  const { requests, total, cluster } = props;
  return (
    <Panel
      title={t('requests.title')}
      aside={
        list && total > 0 ? (
          <Link href={`${list}?cluster=${encodeURIComponent(cluster)}`}>
            {t('requests.all', { n: String(total) })}
          </Link>
        ) : undefined
      }
    >
      {requests.length === 0 ? (
        <Quiet>{t('requests.noneForCluster')}</Quiet>
      ) : (
        <ul className={styles.list}>
          {requests.slice(0, SHOWN).map(request => (
            <RequestItem key={request.id} request={request} />
          ))}
        </ul>
      )}
    </Panel>
  );
};

/** The requests of a cluster, as they are now. */
export const RequestsCard = (props: { of: ClusterRef }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const api = useApi(flotillaApiRef);
  const { fleet, cluster } = props.of;
  const live = useLive(
    `${fleet}/${cluster}`,
    signal => api.requests({ fleet, cluster, limit: SHOWN }, { signal }),
    { fleet },
  );
  if (live.value) {
    return (
      <RequestsPanel
        requests={live.value.items}
        total={live.value.totalCount}
        cluster={cluster}
      />
    );
  }
  if (!live.error) return <PanelSkeleton title={t('requests.title')} />;
  return (
    <Panel title={t('requests.title')}>
      <Failure error={live.error} onRetry={live.refresh} />
    </Panel>
  );
};
