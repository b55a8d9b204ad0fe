import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Cell, type ColumnConfig, Table } from '@backstage/ui';
import type { ClusterSummary } from '@flotilla/backstage-plugin-flotilla-common';
import { useMemo } from 'react';
import { EntityLink } from '../common';
import { flotillaTranslationRef } from '../translation';
import {
  DriftCell,
  KubernetesCell,
  ModelCell,
  NameCell,
  SeenCell,
  StateCell,
} from './cells';
import { Sparkline } from './Sparkline';
import { clusterKey } from './useSteadyRows';

/** From this many rows on only those in sight are drawn. */
const VIRTUAL_FROM = 150;
const ROW_HEIGHT = 68;

interface ClusterRow {
  id: string;
  cluster: ClusterSummary;
}

function useColumns(): ColumnConfig<ClusterRow>[] {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return useMemo(() => {
    const column = (
      id:
        | 'cluster'
        | 'state'
        | 'drift'
        | 'history'
        | 'owner'
        | 'model'
        | 'kubernetes'
        | 'seen',
      width: `${number}fr` | number,
      cell: (cluster: ClusterSummary) => JSX.Element,
    ): ColumnConfig<ClusterRow> => ({
      id,
      label: t(`fleet.column.${id}`),
      width,
      isRowHeader: id === 'cluster',
      cell: row => <Cell>{cell(row.cluster)}</Cell>,
    });
    return [
      column('cluster', 156, cluster => <NameCell cluster={cluster} />),
      column('state', '1fr', cluster => <StateCell cluster={cluster} />),
      column('drift', 96, cluster => <DriftCell cluster={cluster} />),
      column('history', 116, cluster => (
        <Sparkline history={cluster.history} />
      )),
      column('owner', 104, cluster => <EntityLink entityRef={cluster.owner} />),
      column('model', 130, cluster => <ModelCell cluster={cluster} />),
      column('kubernetes', 120, cluster => (
        <KubernetesCell cluster={cluster} />
      )),
      column('seen', 106, cluster => <SeenCell cluster={cluster} />),
    ];
  }, [t]);
}

/** The clusters as a table, for screens that are wide enough. */
export const FleetTable = (props: { clusters: ClusterSummary[] }) => {
  const columnConfig = useColumns();
  const rows = props.clusters.map(cluster => ({
    id: clusterKey(cluster),
    cluster,
  }));
  const isLong = rows.length >= VIRTUAL_FROM;
  return (
    <Table
      columnConfig={columnConfig}
      data={rows}
      pagination={{ type: 'none' }}
      virtualized={isLong ? { estimatedRowHeight: ROW_HEIGHT } : false}
      style={isLong ? { height: '70vh' } : undefined}
    />
  );
};
