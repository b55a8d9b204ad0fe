import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_FLOTILLA_CLUSTER } from '@flotilla/backstage-plugin-flotilla-common';
import { z } from 'zod';

/**
 * What a permission policy may decide by.
 *
 * @public
 */
export interface PermissionCluster {
  fleet: string;
  name: string;
  /** Entity ref. */
  owner: string;
  environment?: string;
  labels: Record<string, string>;
  model: { name: string; version: string };
}

/**
 * A rule as a filter of the list of clusters.
 *
 * @public
 */
export type ClusterFilter =
  | { by: 'owner'; values: string[] }
  | { by: 'environment'; values: string[] }
  | { by: 'label'; key: string; value?: string }
  | { by: 'model'; name: string; version?: string };

/**
 * The clusters of the fleets that the portal follows.
 *
 * @public
 */
export const clusterResourceRef = createPermissionResourceRef<
  PermissionCluster,
  ClusterFilter
>().with({
  pluginId: 'flotilla',
  resourceType: RESOURCE_TYPE_FLOTILLA_CLUSTER,
});

const isOwner = createPermissionRule({
  name: 'IS_OWNER',
  description: 'Clusters of one of these owners',
  resourceRef: clusterResourceRef,
  paramsSchema: z.object({
    owners: z
      .array(z.string())
      .describe('Entity references, such as group:default/payments'),
  }),
  apply: ({ owner }, { owners }) =>
    owners.some(ref => ref.toLocaleLowerCase('en-US') === owner),
  toQuery: ({ owners }) => ({
    by: 'owner',
    values: owners.map(ref => ref.toLocaleLowerCase('en-US')),
  }),
});

const hasLabel = createPermissionRule({
  name: 'HAS_LABEL',
  description: 'Clusters with this label',
  resourceRef: clusterResourceRef,
  paramsSchema: z.object({
    label: z.string().describe('Name of the label'),
    value: z.string().optional().describe('Any value, when absent'),
  }),
  apply: ({ labels }, { label, value }) =>
    value === undefined ? label in labels : labels[label] === value,
  toQuery: ({ label, value }) => ({
    by: 'label',
    key: label,
    ...(value === undefined ? {} : { value }),
  }),
});

const inEnvironment = createPermissionRule({
  name: 'IN_ENVIRONMENT',
  description: 'Clusters in one of these environments: their label env',
  resourceRef: clusterResourceRef,
  paramsSchema: z.object({ environments: z.array(z.string()) }),
  apply: ({ environment }, { environments }) =>
    environment !== undefined && environments.includes(environment),
  toQuery: ({ environments }) => ({ by: 'environment', values: environments }),
});

const usesModel = createPermissionRule({
  name: 'USES_MODEL',
  description: 'Clusters of this model',
  resourceRef: clusterResourceRef,
  paramsSchema: z.object({
    model: z.string().describe('Name of the model'),
    version: z.string().optional().describe('Any version, when absent'),
  }),
  apply: ({ model }, { model: name, version }) =>
    model.name === name && (version === undefined || model.version === version),
  toQuery: ({ model, version }) => ({
    by: 'model',
    name: model,
    ...(version === undefined ? {} : { version }),
  }),
});

/**
 * The rules that permission policies may use for clusters.
 *
 * @public
 */
export const clusterPermissionRules = {
  isOwner,
  hasLabel,
  inEnvironment,
  usesModel,
};

/**
 * For permission policies: conditions on clusters, and the decision that holds them.
 *
 * @public
 */
export const {
  conditions: clusterConditions,
  createConditionalDecision: createClusterConditionalDecision,
} = createConditionExports({
  resourceRef: clusterResourceRef,
  rules: clusterPermissionRules,
});
