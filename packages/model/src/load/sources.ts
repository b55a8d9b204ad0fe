import type {
  Cluster,
  Component,
  Fleet,
  Model,
  Policy,
  Provider,
  RoleTemplate,
  Rollout,
  Workspace,
} from '../kinds';
import type { FleetFiles } from '../files';
import type { Problem } from '../problems';
import type { SourceFile } from '../source/sourceFile';

/** A definition together with the file it was read from. @public */
export type Sourced<K> = K & { source: SourceFile };

/**
 * Everything a fleet repository defines, read once and checked. Definitions with errors are left
 * out and named in `problems`; the others stay usable.
 * @public
 */
export interface FleetSources {
  fleet: Sourced<Fleet>;
  /** Keyed `name/version`. */
  providers: ReadonlyMap<string, Sourced<Provider>>;
  /** Keyed `name/version`. */
  models: ReadonlyMap<string, Sourced<Model>>;
  /** Keyed `name/version`. */
  components: ReadonlyMap<string, Sourced<Component>>;
  /** Keyed by name, as are all that follow. */
  roles: ReadonlyMap<string, Sourced<RoleTemplate>>;
  workspaces: ReadonlyMap<string, Sourced<Workspace>>;
  clusters: ReadonlyMap<string, Sourced<Cluster>>;
  policies: ReadonlyMap<string, Sourced<Policy>>;
  rollouts: ReadonlyMap<string, Sourced<Rollout>>;
  /** The files themselves: manifests are read from here when a cluster is rendered. */
  files: FleetFiles;
  /** Paths that are there, but whose text couldn't be read. */
  unread: ReadonlySet<string>;
  problems: Problem[];
}

/** The key of a versioned definition in {@link FleetSources}. @public */
export function versionKey(of: { name: string; version: string }): string {
  return `${of.name}/${of.version}`;
}
