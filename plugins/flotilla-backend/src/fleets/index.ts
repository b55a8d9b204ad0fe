export * from './FleetFollower';
export * from './FollowedFleet';
export type { ClusterInGit, PartInGit } from './clusterInGit';
export * from './DesiredStates';
