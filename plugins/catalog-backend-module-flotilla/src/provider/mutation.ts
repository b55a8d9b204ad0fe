import { createHash } from 'node:crypto';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  DeferredEntity,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';

/** On each entity: the hash of the rest of it. The catalog itself so remembers what it was given, for all replicas. */
export const ANNOTATION_HASH = 'flotilla.dev/entity-hash';

/** Fewer than this are a person's work in one pull request; they go without a question. */
const REMOVALS_WITHOUT_QUESTION = 5;
const SHARE_WITHOUT_QUESTION = 0.5;

/** What the catalog holds of a fleet: entity reference to hash. */
export type KnownEntities = ReadonlyMap<string, string>;

export interface FleetMutation {
  mutation: Extract<EntityProviderMutation, { type: 'delta' }>;
  /** Entities that are gone from Git and stay in the catalog until somebody confirms it. */
  withheld: string[];
}

/** The least that brings the catalog from what it holds to what Git says. */
export function fleetMutation(input: {
  known: KnownEntities;
  entities: readonly Entity[];
  /** Entities that exist but couldn't be described: their last good state stays. */
  refused: ReadonlySet<string>;
  locationKey: string;
  confirmedRemovals?: number;
}): FleetMutation {
  const {
    known,
    entities,
    refused,
    locationKey,
    confirmedRemovals = 0,
  } = input;
  const wanted = new Map(
    entities.map(entity => [stringifyEntityRef(entity), withHash(entity)]),
  );
  const added: DeferredEntity[] = [...wanted]
    .filter(([entityRef, entity]) => known.get(entityRef) !== hashOf(entity))
    .map(([, entity]) => ({ entity, locationKey }));
  const gone = [...known.keys()].filter(
    entityRef => !wanted.has(entityRef) && !refused.has(entityRef),
  );
  const questionable =
    gone.length > REMOVALS_WITHOUT_QUESTION &&
    gone.length > known.size * SHARE_WITHOUT_QUESTION &&
    gone.length > confirmedRemovals;
  return {
    mutation: {
      type: 'delta',
      added,
      removed: questionable
        ? []
        : gone.map(entityRef => ({ entityRef, locationKey })),
    },
    withheld: questionable ? gone : [],
  };
}

export function hashOf(entity: Entity): string | undefined {
  return entity.metadata.annotations?.[ANNOTATION_HASH];
}

function withHash(entity: Entity): Entity {
  const hash = createHash('sha256')
    .update(JSON.stringify(entity))
    .digest('hex')
    .slice(0, 16);
  const annotations = {
    ...entity.metadata.annotations,
    [ANNOTATION_HASH]: hash,
  };
  return { ...entity, metadata: { ...entity.metadata, annotations } };
}
