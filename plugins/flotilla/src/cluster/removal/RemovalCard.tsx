import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  type Cluster,
  requestCreatePermission,
} from '@flotilla/backstage-plugin-flotilla-common';
import { type ClusterRef, flotillaApiRef } from '../../api';
import { useLive } from '../../live';
import { requestRouteRef, templateFormRouteRef } from '../../routes';
import { RemovalPanel } from './RemovalPanel';

/** The name of the template that asks for a step of a removal. */
const REMOVE_CLUSTER = {
  namespace: 'default',
  templateName: 'flotilla-remove-cluster',
};

/** The address of the form, filled in. */
function useForm({ fleet, cluster }: ClusterRef, step: number) {
  const templateForm = useRouteRef(templateFormRouteRef);
  const { allowed } = usePermission({ permission: requestCreatePermission });
  if (!templateForm || !allowed) return undefined;
  const answers = JSON.stringify({ fleet, name: cluster, step });
  return `${templateForm(REMOVE_CLUSTER)}?formData=${encodeURIComponent(
    answers,
  )}`;
}

/** The open request for a step of the cluster's removal. */
function useAsked({ fleet, cluster }: ClusterRef) {
  const api = useApi(flotillaApiRef);
  const requestPage = useRouteRef(requestRouteRef);
  const open = useLive(
    `${fleet}/${cluster} open`,
    signal => api.requests({ fleet, cluster, open: true }, { signal }),
    { fleet },
  );
  const request = open.value?.items.find(
    ({ kind }) => kind === 'RemoveCluster',
  );
  const href = request && requestPage?.({ id: request.id });
  return request && href ? { title: request.title, href } : undefined;
}

/** How the cluster leaves, as it is now; nothing where nobody can tell. */
export const RemovalCard = (props: { of: ClusterRef; value: Cluster }) => {
  const { summary, removal } = props.value;
  const form = useForm(props.of, (removal?.step ?? 0) + 1);
  const asked = useAsked(props.of);
  if (!removal) return null;
  const waitsFor = summary.state === 'InSync' ? undefined : summary.reason;
  return <RemovalPanel removal={removal} next={{ asked, form, waitsFor }} />;
};
