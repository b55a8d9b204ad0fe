import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { BgProvider, Flex, Skeleton, Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import type { HubError } from '../api';
import { Failure, Legible } from '../common';
import { flotillaTranslationRef } from '../translation';

/** Fields stand on a card of the scaffolder's, which these components can't know by themselves. */
export const OnCard = (props: { children: ReactNode }) => (
  <BgProvider bg="neutral-1">
    <Legible>{props.children}</Legible>
  </BgProvider>
);

/** What stands around every field: its help, and its failure to load. The form itself shows its errors. */
export const FieldFrame = (props: {
  description?: string;
  error?: HubError;
  isLoading?: boolean;
  children: ReactNode;
}) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { description, error, isLoading } = props;
  return (
    <OnCard>
      <Flex direction="column" gap="3">
        {description && (
          <Text as="p" color="secondary">
            {description}
          </Text>
        )}
        {error && <Failure error={error} />}
        {isLoading && (
          <div role="status" aria-label={t('field.loading')}>
            <Skeleton width="100%" height={40} />
          </div>
        )}
        {props.children}
      </Flex>
    </OnCard>
  );
};
