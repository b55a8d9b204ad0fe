import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, Container, Flex, Skeleton, Text } from '@backstage/ui';
import type { Request } from '@flotilla/backstage-plugin-flotilla-common';
import { useParams } from 'react-router-dom';
import { flotillaApiRef } from '../api';
import columns from '../cluster/ClusterPage.module.css';
import {
  Ago,
  Failure,
  Legible,
  Mono,
  OutOfDate,
  Panel,
  PanelSkeleton,
  shortName,
} from '../common';
import { useLive } from '../live';
import { PageHeader } from '../PageHeader';
import { flotillaTranslationRef } from '../translation';
import { PhasePill } from './PhasePill';
import { RequestAgents } from './RequestAgents';
import { RequestClusters } from './RequestClusters';
import { StageList } from './StageList';
import { OutcomePill, VerdictView } from './VerdictView';

const PullRequestPanel = ({ request }: { request: Request }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { pullRequest, branch } = request;
  return (
    <Panel title={t('requests.pullRequest.title')}>
      {pullRequest ? (
        <div>
          <ButtonLink
            variant="primary"
            href={pullRequest.url}
            target="_blank"
            rel="noopener noreferrer"
          >
            {t('requests.pullRequest.open', {
              number: String(pullRequest.number),
            })}
          </ButtonLink>
        </div>
      ) : (
        <Text as="p">{t('requests.pullRequest.none')}</Text>
      )}
      <Mono>{branch}</Mono>
    </Panel>
  );
};

const Body = (props: { request: Request; onChange: () => void }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { request, onChange } = props;
  return (
    <div className={columns.columns}>
      <div className={columns.column}>
        <Panel
          title={t('requests.progress')}
          marks={<PhasePill phase={request.phase} />}
        >
          {request.message && <Text as="p">{request.message}</Text>}
          <StageList stages={request.stages} />
        </Panel>
        <RequestAgents request={request} onChange={onChange} />
      </div>
      <div className={columns.column}>
        <PullRequestPanel request={request} />
        {request.verdict && (
          <Panel
            title={t('verdict.title')}
            aside={<OutcomePill outcome={request.verdict.outcome} />}
          >
            <VerdictView verdict={request.verdict} />
          </Panel>
        )}
        <RequestClusters fleet={request.fleet} clusters={request.clusters} />
      </div>
    </div>
  );
};

/** One request, followed live from the pull request to in sync. */
export const RequestPage = () => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const api = useApi(flotillaApiRef);
  const id = useParams().id ?? '';
  const live = useLive(id, signal => api.request(id, { signal }), {
    request: id,
  });
  const request = live.isPrevious ? undefined : live.value;
  return (
    <Legible as="main">
      <PageHeader tab="requests" title={request?.title ?? t('requests.one')} />
      <Container>
        <Flex direction="column" gap="4">
          {request ? (
            <>
              <Text as="p" color="secondary">
                {t('requests.askedBy', { who: shortName(request.requester) })} ·{' '}
                <Ago at={request.createdAt} />
              </Text>
              {live.error && (
                <OutOfDate error={live.error} loadedAt={live.loadedAt} />
              )}
              <Body request={request} onChange={live.refresh} />
            </>
          ) : (
            <>
              {live.error ? (
                <Failure error={live.error} onRetry={live.refresh} />
              ) : (
                <>
                  <Skeleton width={220} />
                  <PanelSkeleton title={t('requests.progress')} lines={6} />
                </>
              )}
            </>
          )}
        </Flex>
      </Container>
    </Legible>
  );
};
