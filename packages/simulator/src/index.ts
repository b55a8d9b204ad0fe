/**
 * Simulated clusters: the read half of the Kubernetes API over HTTP, objects that change in
 * process as a real server, Flux and Cluster API would change them. For the demo, tests and load.
 *
 * @packageDocumentation
 */
export { SimulatedFleet } from './SimulatedFleet';
export type { FleetOptions, NewCluster } from './FleetOptions';
export { SimulatedCluster } from './SimulatedCluster';
export type { KubeconfigUser } from './SimulatedCluster';
export type { Edit, Fault } from './acts/ClusterActs';
