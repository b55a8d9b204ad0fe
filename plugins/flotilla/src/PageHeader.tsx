import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Header } from '@backstage/ui';
import type { ReactNode } from 'react';
import { useLocation } from 'react-router-dom';
import { fleetRouteRef, requestsRouteRef } from './routes';
import { flotillaTranslationRef } from './translation';

/** The head of every page of ours: its title, and the way to the others. */
export const PageHeader = (props: {
  title: string;
  actions?: ReactNode;
  description?: string;
}) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const fleet = useRouteRef(fleetRouteRef)?.() ?? '/flotilla';
  const requests = useRouteRef(requestsRouteRef)?.() ?? `${fleet}/requests`;
  const isRequests = useLocation().pathname.startsWith(requests);
  return (
    <Header
      title={props.title}
      description={props.description}
      customActions={props.actions}
      tabs={[
        { id: 'clusters', label: t('tab.clusters'), href: fleet },
        { id: 'requests', label: t('tab.requests'), href: requests },
      ]}
      activeTabId={isRequests ? 'requests' : 'clusters'}
    />
  );
};
