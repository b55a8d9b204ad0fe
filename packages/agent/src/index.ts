/**
 * Runs in each cluster: observe, compare, report. Read-only.
 *
 * @packageDocumentation
 */
export { Agent } from './Agent';
export type { AgentLeadership, AgentOptions, AgentState } from './AgentOptions';
export type { Telemetry } from './timing/Telemetry';
export { FileKeyStore } from './identity/FileKeyStore';
export type { KeyStore, StoredIdentity } from './identity/KeyStore';
export type { Logger } from './timing/Logger';
export type { KubeAccess } from './kube/KubeAccess';
export { compareCluster } from './compareCluster';
export type {
  ClusterComparison,
  CompareClusterOptions,
  GivenPart,
} from './compareCluster';
export { runAgent } from './command/runAgent';
