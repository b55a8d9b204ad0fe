import { useEntity } from '@backstage/plugin-catalog-react';
import { ClusterPage } from './ClusterPage';
import { clusterOf } from './clusterOf';
import { DriftCard } from './drift';
import { StatusCard } from './StatusCard';

/** The fleet tab of a cluster's catalog page. */
export const ClusterTab = () => {
  const of = clusterOf(useEntity().entity);
  return of ? <ClusterPage key={`${of.fleet}/${of.cluster}`} of={of} /> : null;
};

/** The drift card, on any catalog page of a cluster. */
export const EntityDriftCard = () => {
  const of = clusterOf(useEntity().entity);
  return of ? <DriftCard key={`${of.fleet}/${of.cluster}`} of={of} /> : null;
};

/** The state of a cluster in short, on any catalog page of it. */
export const EntityStatusCard = () => {
  const of = clusterOf(useEntity().entity);
  return of ? <StatusCard key={`${of.fleet}/${of.cluster}`} of={of} /> : null;
};
