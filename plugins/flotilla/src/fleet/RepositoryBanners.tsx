import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert } from '@backstage/ui';
import type { Fleet } from '@flotilla/backstage-plugin-flotilla-common';
import { exactTime } from '../common';
import { flotillaTranslationRef } from '../translation';

const RepositoryBanner = ({ fleet }: { fleet: Fleet }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const errors = fleet.problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (fleet.error) {
    return (
      <Alert
        role="status"
        status="warning"
        icon
        title={
          fleet.fetchedAt
            ? t('fleet.repository.unreadable', {
                fleet: fleet.name,
                since: exactTime(fleet.fetchedAt),
              })
            : t('fleet.repository.neverRead', { fleet: fleet.name })
        }
        description={fleet.error}
      />
    );
  }
  if (!first) return null;
  return (
    <Alert
      role="status"
      status="warning"
      icon
      title={t('fleet.repository.broken', {
        fleet: fleet.name,
        count: errors.length,
      })}
      description={`${first.path}:${first.line}:${first.column} ${first.message}`}
    />
  );
};

/** What is wrong with the repositories themselves, one banner for each that something is wrong with. */
export const RepositoryBanners = (props: { fleets: Fleet[] }) => (
  <>
    {props.fleets.map(fleet => (
      <RepositoryBanner key={fleet.name} fleet={fleet} />
    ))}
  </>
);
