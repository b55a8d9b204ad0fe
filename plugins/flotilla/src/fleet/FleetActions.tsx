import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, Flex } from '@backstage/ui';
import { templateFormRouteRef } from '../routes';
import { flotillaTranslationRef } from '../translation';
import { ConnectDialog } from './ConnectDialog';

/** The name of the template that asks for a new cluster. */
const CREATE_CLUSTER = {
  namespace: 'default',
  templateName: 'flotilla-create-cluster',
};

/** The two ways to get a cluster in. */
export const FleetActions = () => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const templateForm = useRouteRef(templateFormRouteRef);
  return (
    <Flex gap="2" style={{ flexWrap: 'wrap' }}>
      <ConnectDialog />
      {templateForm && (
        <ButtonLink variant="primary" href={templateForm(CREATE_CLUSTER)}>
          {t('fleet.create')}
        </ButtonLink>
      )}
    </Flex>
  );
};
