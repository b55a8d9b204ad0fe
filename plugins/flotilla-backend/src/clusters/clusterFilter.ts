import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import type { Knex } from 'knex';
import type {
  ClusterQuery,
  ClusterView,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { ClusterFilter } from '../permissions/rules';

type Query = Knex.QueryBuilder;

/** Leaves what a permission policy allows. */
export function wherePermitted(
  query: Query,
  criteria: PermissionCriteria<ClusterFilter>,
): void {
  if ('anyOf' in criteria) {
    query.where(any => {
      criteria.anyOf.forEach(one =>
        any.orWhere(nested => wherePermitted(nested, one)),
      );
    });
  } else if ('allOf' in criteria) {
    criteria.allOf.forEach(one =>
      query.where(nested => wherePermitted(nested, one)),
    );
  } else if ('not' in criteria) {
    query.whereNot(nested => wherePermitted(nested, criteria.not));
  } else {
    whereRule(query, criteria);
  }
}

function whereRule(query: Query, filter: ClusterFilter): void {
  switch (filter.by) {
    case 'label':
      whereLabel(query, filter.key, filter.value);
      break;
    case 'model':
      query.where({
        model_name: filter.name,
        ...(filter.version ? { model_version: filter.version } : {}),
      });
      break;
    case 'environment':
      // A cluster without one isn't in any: not unknown, as NULL would have it.
      query.whereRaw(
        `coalesce(environment, '') in (${marks(filter.values)})`,
        filter.values,
      );
      break;
    default:
      query.whereIn('owner', filter.values);
  }
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ') || 'null';
}

function whereLabel(query: Query, key: string, value?: string): void {
  query.whereExists(labels => {
    labels
      .select('key')
      .from('cluster_labels')
      .whereRaw('cluster_labels.fleet = clusters.fleet')
      .whereRaw('cluster_labels.cluster = clusters.name')
      .where('cluster_labels.key', key);
    if (value !== undefined) {
      labels.where('cluster_labels.value', value);
    }
  });
}

const VIEWS: Record<ClusterView, (query: Query) => unknown> = {
  attention: query => query.where('needs_attention', true),
  drifted: query => query.where('state', 'Drifted'),
  outOfContact: query => query.where('out_of_contact', true),
  upgrading: query => query.whereNotNull('upgrading_to'),
  all: () => undefined,
};

/** Leaves what was asked for. */
export function whereAsked(query: Query, asked: ClusterQuery): void {
  const columns = {
    owner: asked.owner,
    provider: asked.provider,
    environment: asked.environment,
    state: asked.state,
  };
  for (const [column, values] of Object.entries(columns)) {
    if (values?.length) {
      query.whereIn(column, values);
    }
  }
  if (asked.model?.length) {
    whereModel(query, asked.model);
  }
  for (const label of asked.label ?? []) {
    const [key, ...value] = label.split('=');
    whereLabel(query, key, value.length > 0 ? value.join('=') : undefined);
  }
  for (const word of asked.search?.toLowerCase().split(/\s+/) ?? []) {
    query.whereRaw("search like ? escape '\\'", [`%${escaped(word)}%`]);
  }
  if (asked.view) {
    VIEWS[asked.view](query);
  }
}

function whereModel(query: Query, models: readonly string[]): void {
  query.where(any => {
    for (const model of models) {
      const [name, version] = model.split('/');
      any.orWhere({
        model_name: name,
        ...(version ? { model_version: version } : {}),
      });
    }
  });
}

function escaped(word: string): string {
  return word.replace(/[\\%_]/g, character => `\\${character}`);
}
