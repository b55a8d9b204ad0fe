import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, Skeleton, Text, useBreakpoint } from '@backstage/ui';
import type { ClusterPage } from '@flotilla/backstage-plugin-flotilla-common';
import { flotillaTranslationRef } from '../translation';
import { FleetActions } from './FleetActions';
import { FleetCards } from './FleetCards';
import { FleetTable } from './FleetTable';
import { useSteadyRows } from './useSteadyRows';
import { type FleetView, isNarrowed, writeView } from './view';

const SKELETON_ROWS = 8;

/** The shape of the list while the first page is on its way. */
export const FleetListSkeleton = () => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return (
    <Flex
      direction="column"
      gap="4"
      role="status"
      aria-label={t('fleet.loading')}
    >
      {Array.from({ length: SKELETON_ROWS }, (_, row) => (
        <Skeleton key={row} width="100%" height={36} />
      ))}
    </Flex>
  );
};

const NoClusters = () => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return (
    <Flex direction="column" gap="3" align="center" p="6">
      <Text as="h2" variant="title-small">
        {t('fleet.empty.title')}
      </Text>
      <Text as="p" color="secondary">
        {t('fleet.empty.description')}
      </Text>
      <FleetActions />
    </Flex>
  );
};

/** The clusters of a view, worst first. */
export const FleetList = (props: {
  page: ClusterPage;
  view: FleetView;
  isLoading: boolean;
  onMore: () => void;
}) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { page, view, isLoading, onMore } = props;
  const isWide = useBreakpoint().up('md');
  const { rows, holdProps } = useSteadyRows(
    page.items,
    writeView(view).toString(),
  );
  if (page.counts.all === 0 && !isNarrowed(view)) return <NoClusters />;
  if (rows.length === 0) {
    return (
      <Text as="p" color="secondary" style={{ padding: 'var(--bui-space-6)' }}>
        {isNarrowed(view)
          ? t('fleet.noMatch')
          : t(`fleet.noneInView.${view.view}`)}
      </Text>
    );
  }
  const counted = {
    shown: rows.length.toLocaleString(),
    total: page.totalCount.toLocaleString(),
  };
  return (
    <Flex direction="column" gap="3">
      <div {...holdProps} aria-busy={isLoading}>
        {isWide ? (
          <FleetTable clusters={rows} />
        ) : (
          <FleetCards clusters={rows} />
        )}
      </div>
      <Flex justify="between" align="center">
        <Text as="p" color="secondary" variant="body-small" role="status">
          {t('fleet.showing', counted)}
        </Text>
        {page.nextCursor && (
          <Button variant="secondary" isPending={isLoading} onPress={onMore}>
            {t('fleet.more')}
          </Button>
        )}
      </Flex>
    </Flex>
  );
};
