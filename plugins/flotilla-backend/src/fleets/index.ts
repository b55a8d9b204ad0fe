export * from './FleetFollower';
export * from './FollowedFleet';
