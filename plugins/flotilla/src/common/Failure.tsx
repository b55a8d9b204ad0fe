import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Button } from '@backstage/ui';
import type { HubError } from '../api';
import { flotillaTranslationRef } from '../translation';

/** Nothing could be loaded: what happened, and what to do about it. */
export const Failure = (props: { error: HubError; onRetry?: () => void }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { error, onRetry } = props;
  const forbidden = error.kind === 'forbidden';
  return (
    <Alert
      role={forbidden ? 'note' : 'alert'}
      status={forbidden || error.kind === 'notFound' ? 'info' : 'danger'}
      icon
      title={t(`failure.${error.kind}.title`)}
      description={
        forbidden || error.kind === 'unreachable'
          ? t(`failure.${error.kind}.description`)
          : error.message
      }
      customActions={
        onRetry &&
        !forbidden && (
          <Button size="small" variant="secondary" onPress={onRetry}>
            {t('failure.retry')}
          </Button>
        )
      }
    />
  );
};

/** Something was loaded before: it stays on the page, said to be old. */
export const OutOfDate = (props: { error: HubError; loadedAt?: number }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { error, loadedAt } = props;
  const since = loadedAt ? new Date(loadedAt).toLocaleTimeString() : '';
  return (
    <Alert
      role="status"
      status="warning"
      icon
      title={
        error.kind === 'unreachable'
          ? t('outOfDate.unreachable', { since })
          : t('outOfDate.failed', { since, message: error.message })
      }
    />
  );
};
