import {
  createExternalRouteRef,
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** The fleet page. */
export const fleetRouteRef = createRouteRef();

/** The list of requests. */
export const requestsRouteRef = createSubRouteRef({
  parent: fleetRouteRef,
  path: '/requests',
});

/** One request, from the form to in sync. */
export const requestRouteRef = createSubRouteRef({
  parent: fleetRouteRef,
  path: '/requests/:id',
});

/** The form of a template, to create a cluster with. */
export const templateFormRouteRef = createExternalRouteRef({
  params: ['namespace', 'templateName'],
  defaultTarget: 'scaffolder.selectedTemplate',
});
