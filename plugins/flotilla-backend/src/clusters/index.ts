export * from './Assessor';
export * from './ClusterStore';
