import {
  useApi,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import {
  Card,
  CardBody,
  Container,
  Flex,
  Link,
  Text,
  ToggleButton,
  ToggleButtonGroup,
} from '@backstage/ui';
import type { Request } from '@flotilla/backstage-plugin-flotilla-common';
import { useSearchParams } from 'react-router-dom';
import { flotillaApiRef } from '../api';
import {
  Ago,
  Failure,
  Legible,
  OutOfDate,
  Quiet,
  Rows,
  shortName,
} from '../common';
import { FleetListSkeleton } from '../fleet/FleetList';
import { useLive } from '../live';
import { PageHeader } from '../PageHeader';
import { requestRouteRef } from '../routes';
import { flotillaTranslationRef } from '../translation';
import { PhasePill } from './PhasePill';
import { StageTrack } from './StageTrack';

const LARGEST_LIST = 200;

const RequestList = (props: { requests: Request[] }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const requestPage = useRouteRef(requestRouteRef);
  return (
    <Rows
      label={t('requests.title')}
      widths="minmax(0, 2.4fr) minmax(0, 2.6fr) minmax(0, 1fr)"
      columns={[
        t('requests.column.request'),
        t('requests.column.progress'),
        t('requests.column.asked'),
      ]}
      rows={props.requests.map(request => ({
        key: request.id,
        cells: [
          <div key="request">
            <Link href={requestPage?.({ id: request.id }) ?? '#'} standalone>
              {request.pullRequest && `#${request.pullRequest.number} `}
              {request.title}
            </Link>
            <Quiet as="div">{request.clusters.join(', ')}</Quiet>
          </div>,
          <div key="progress">
            <PhasePill phase={request.phase} />
            <StageTrack stages={request.stages} />
          </div>,
          <div key="asked">
            {shortName(request.requester)}
            <Quiet as="div">
              <Ago at={request.createdAt} />
            </Quiet>
          </div>,
        ],
      }))}
    />
  );
};

/** Every change that was asked for, and where each is. */
export const RequestsPage = () => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const api = useApi(flotillaApiRef);
  const [params, setParams] = useSearchParams();
  const cluster = params.get('cluster') ?? undefined;
  const isAll = params.get('show') === 'all' || cluster !== undefined;
  const open = isAll ? undefined : true;
  const live = useLive(
    `${cluster ?? ''} ${isAll}`,
    signal => api.requests({ cluster, open, limit: LARGEST_LIST }, { signal }),
    {},
  );
  const show = (which: string) =>
    setParams(which === 'all' ? { show: 'all' } : {}, { replace: true });
  return (
    <Legible as="main">
      <PageHeader tab="requests" title={t('requests.title')} />
      <Container>
        <Flex direction="column" gap="4">
          <ToggleButtonGroup
            aria-label={t('requests.show.label')}
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[isAll ? 'all' : 'open']}
            onSelectionChange={keys => show(keys.has('all') ? 'all' : 'open')}
          >
            <ToggleButton id="open">{t('requests.show.open')}</ToggleButton>
            <ToggleButton id="all">{t('requests.show.all')}</ToggleButton>
          </ToggleButtonGroup>
          {cluster && (
            <Text as="p" color="secondary">
              {t('requests.ofCluster', { cluster })}
            </Text>
          )}
          {live.value && live.error && (
            <OutOfDate error={live.error} loadedAt={live.loadedAt} />
          )}
          {!live.value && live.error ? (
            <Failure error={live.error} onRetry={live.refresh} />
          ) : (
            <Card>
              <CardBody>
                {!live.value && <FleetListSkeleton />}
                {live.value?.items.length === 0 && (
                  <Text as="p" color="secondary">
                    {isAll ? t('requests.none') : t('requests.noneOpen')}
                  </Text>
                )}
                {live.value && live.value.items.length > 0 && (
                  <RequestList requests={live.value.items} />
                )}
              </CardBody>
            </Card>
          )}
        </Flex>
      </Container>
    </Legible>
  );
};
