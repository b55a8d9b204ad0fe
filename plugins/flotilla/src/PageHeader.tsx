import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Header, PluginHeader } from '@backstage/ui';
import { RiShipLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import { fleetRouteRef, requestsRouteRef } from './routes';
import { flotillaTranslationRef } from './translation';

/**
 * The head of every page of ours. The tabs stand in the page's header, not in the plugin's:
 * those of the plugin's header name a panel that isn't there, which screen readers stumble over.
 */
export const PageHeader = (props: {
  title: string;
  tab: 'clusters' | 'requests';
  actions?: ReactNode;
}) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const fleet = useRouteRef(fleetRouteRef)?.() ?? '/flotilla';
  const requests = useRouteRef(requestsRouteRef)?.() ?? `${fleet}/requests`;
  return (
    <>
      <PluginHeader
        title={t('fleet.title')}
        icon={<RiShipLine />}
        titleLink={fleet}
      />
      <Header
        title={props.title}
        customActions={props.actions}
        tabs={[
          { id: 'clusters', label: t('tab.clusters'), href: fleet },
          { id: 'requests', label: t('tab.requests'), href: requests },
        ]}
        activeTabId={props.tab}
      />
    </>
  );
};
