import { useEntity } from '@backstage/plugin-catalog-react';
import type { ReactNode } from 'react';
import type { ClusterRef } from '../api';
import { Legible } from '../common';
import { ClusterPage } from './ClusterPage';
import { clusterOf } from './clusterOf';
import { DriftCard } from './drift';
import { StatusCard } from './StatusCard';

/** Something about the cluster that the entity of the page stands for. */
const OfEntity = (props: { children: (of: ClusterRef) => ReactNode }) => {
  const of = clusterOf(useEntity().entity);
  if (!of) return null;
  return (
    <Legible key={`${of.fleet}/${of.cluster}`}>{props.children(of)}</Legible>
  );
};

/** The fleet tab of a cluster's catalog page. */
export const ClusterTab = () => (
  <OfEntity>{of => <ClusterPage of={of} />}</OfEntity>
);

/** The drift card, on any catalog page of a cluster. */
export const EntityDriftCard = () => (
  <OfEntity>{of => <DriftCard of={of} />}</OfEntity>
);

/** The state of a cluster in short, on any catalog page of it. */
export const EntityStatusCard = () => (
  <OfEntity>{of => <StatusCard of={of} />}</OfEntity>
);
