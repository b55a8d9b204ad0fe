import type { ClusterView } from '@flotilla/backstage-plugin-flotilla-common';
import type { ClusterQuery } from '@flotilla/backstage-plugin-flotilla-common';

/** The counts of the fleet page, which are also its views. */
export const VIEWS: readonly ClusterView[] = [
  'attention',
  'drifted',
  'outOfContact',
  'upgrading',
  'all',
];

/** What a list can be narrowed by; the names are those of the address. */
export const FACETS = [
  'environment',
  'owner',
  'model',
  'provider',
  'state',
] as const;

/** One of {@link FACETS}. */
export type FacetName = (typeof FACETS)[number];

/** What the address says that the page shows. */
export type FleetView = Required<
  Pick<ClusterQuery, 'view' | 'search' | 'label' | FacetName>
>;

const isView = (text: string | null): text is ClusterView =>
  VIEWS.some(view => view === text);

/** Reads the address; what it doesn't say, or says wrongly, is "everything". */
export function readView(params: URLSearchParams): FleetView {
  const view = params.get('view');
  return {
    view: isView(view) ? view : 'all',
    search: params.get('search') ?? '',
    label: params.getAll('label'),
    environment: params.getAll('environment'),
    owner: params.getAll('owner'),
    model: params.getAll('model'),
    provider: params.getAll('provider'),
    state: params.getAll('state'),
  };
}

/** The address of a view: only what narrows it stands there. */
export function writeView(view: FleetView): URLSearchParams {
  const params = new URLSearchParams();
  if (view.view !== 'all') params.set('view', view.view);
  if (view.search) params.set('search', view.search);
  for (const name of ['label', ...FACETS] as const) {
    view[name].forEach(value => params.append(name, value));
  }
  return params;
}

/** Whether anything but the view itself narrows the list. */
export const isNarrowed = (view: FleetView): boolean =>
  view.search !== '' ||
  view.label.length > 0 ||
  FACETS.some(name => view[name].length > 0);

/** The same view with nothing but the view itself. */
export const widened = (view: FleetView): FleetView => ({
  ...readView(new URLSearchParams()),
  view: view.view,
});
