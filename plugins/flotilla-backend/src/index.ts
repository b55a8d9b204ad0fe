/**
 * The hub: follows fleet repositories, takes agents' reports, serves the portal.
 *
 * @packageDocumentation
 */
export { flotillaPlugin as default } from './plugin';
export {
  clusterConditions,
  clusterPermissionRules,
  clusterResourceRef,
  createClusterConditionalDecision,
} from './permissions/rules';
export type { ClusterFilter, PermissionCluster } from './permissions/rules';
