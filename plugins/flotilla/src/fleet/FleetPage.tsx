import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Card,
  CardBody,
  Container,
  Flex,
  Skeleton,
  useBreakpoint,
} from '@backstage/ui';
import { useEffect, useState } from 'react';
import { flotillaApiRef } from '../api';
import { Failure, Legible, OutOfDate } from '../common';
import { useLive } from '../live';
import { PageHeader } from '../PageHeader';
import { flotillaTranslationRef } from '../translation';
import { FleetActions } from './FleetActions';
import { FleetCounts } from './FleetCounts';
import { FleetFilters } from './FleetFilters';
import { FleetList, FleetListSkeleton } from './FleetList';
import { FleetSummary } from './FleetSummary';
import { loadClusters } from './loadClusters';
import { RepositoryBanners } from './RepositoryBanners';
import { useFleetView } from './useFleetView';
import { writeView } from './view';

const FIRST_PAGE = 50;
const NEXT_PAGE = 100;

/** What needs me? All clusters of all fleets, worst first. */
export const FleetPage = () => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const api = useApi(flotillaApiRef);
  const isRoomy = useBreakpoint().up('xs');
  const [view, changeView] = useFleetView();
  const address = writeView(view).toString();
  const [wanted, setWanted] = useState(FIRST_PAGE);
  useEffect(() => setWanted(FIRST_PAGE), [address]);

  const live = useLive(
    `${address} ${wanted}`,
    signal => loadClusters(api, view, wanted, { signal }),
    {},
  );
  const { value: page, error } = live;

  return (
    <Legible as="main">
      <PageHeader
        tab="clusters"
        title={t('tab.clusters')}
        actions={isRoomy && <FleetActions />}
      />
      <Container>
        <Flex direction="column" gap="4">
          {!isRoomy && <FleetActions />}
          {page ? (
            <FleetSummary page={page} />
          ) : (
            !error && <Skeleton width={280} />
          )}
          {page && error && (
            <OutOfDate error={error} loadedAt={live.loadedAt} />
          )}
          {page && <RepositoryBanners fleets={page.fleets ?? []} />}
          {!page && error ? (
            <Failure error={error} onRetry={live.refresh} />
          ) : (
            <>
              <FleetCounts counts={page?.counts} view={view} />
              <Card>
                <CardBody>
                  <Flex direction="column" gap="4">
                    <FleetFilters
                      view={view}
                      onChange={changeView}
                      facets={page?.facets}
                    />
                    {page ? (
                      <FleetList
                        page={page}
                        view={view}
                        isLoading={live.isPrevious}
                        onMore={() => setWanted(now => now + NEXT_PAGE)}
                      />
                    ) : (
                      <FleetListSkeleton />
                    )}
                  </Flex>
                </CardBody>
              </Card>
            </>
          )}
        </Flex>
      </Container>
    </Legible>
  );
};
