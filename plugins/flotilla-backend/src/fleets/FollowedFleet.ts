import type {
  FleetFiles,
  FleetRender,
  FleetSources,
  Problem,
} from '@flotilla/model';
import type { FleetMirror } from '@flotilla/repository';
import type { ClusterInGit } from './clusterInGit';

/** Where a fleet repository is, and how to talk to its Git host. */
export interface FleetRepository {
  /** As people open it, without `.git`: `https://github.com/acme/fleet`. */
  url: string;
  /** The organisation or user: `acme`. */
  owner: string;
  /** `fleet`. */
  repo: string;
  branch: string;
  /** The Git host's REST API, when the address belongs to a configured GitHub integration. */
  apiBaseUrl?: string;
  /** The portal's own credentials for this repository, from Backstage's `integrations`. */
  credentials(): Promise<{ token?: string }>;
}

/** A fleet as of its last readable commit. */
export interface FollowedFleet {
  name: string;
  /** Entity ref of the team that owns the fleet. */
  owner: string;
  repository: FleetRepository;
  mirror: FleetMirror;
  /** 40 hex digits. */
  commit: string;
  /** RFC 3339 UTC. */
  committedAt: string;
  files: FleetFiles;
  /** Symlinks, submodules and what isn't text: not among the files. */
  refused: readonly Problem[];
  /**
   * What the commit comes to, so that changes of it are rendered as far as they reach only. It says what `rendered/`
   * should hold; what clusters should hold is what is committed.
   */
  render: FleetRender;
  sources: FleetSources;
  /** Every cluster that Git names, by name, whether or not it could be composed. */
  clusters: ReadonlyMap<string, ClusterInGit>;
}
