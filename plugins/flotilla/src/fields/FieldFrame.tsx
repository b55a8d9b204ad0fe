import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Skeleton, Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import type { HubError } from '../api';
import { Failure, Legible } from '../common';
import { flotillaTranslationRef } from '../translation';

/** What stands around every field: its help, its errors, and its failure to load. */
export const FieldFrame = (props: {
  description?: string;
  errors?: string[];
  error?: HubError;
  isLoading?: boolean;
  children: ReactNode;
}) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { description, errors = [], error, isLoading } = props;
  return (
    <Legible>
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
        {errors.map(message => (
          <Text as="p" color="danger" key={message} role="alert">
            {message}
          </Text>
        ))}
      </Flex>
    </Legible>
  );
};
