/**
 * Where a simulated fleet gets its desired state, and how it behaves.
 *
 * @public
 */
export interface FleetOptions {
  /** URL of the fleet repository, as `git fetch` takes it. */
  gitUrl: string;
  /** Default `main`. */
  branch?: string;
  /** Password for the repository over HTTP. */
  gitToken?: string;
  /** Folder where the clusters' state survives a restart. Without it nothing is kept. */
  stateDirectory?: string;
  /** Port on 127.0.0.1; 0, the default, takes a free one. */
  port?: number;
  /** Seconds between two looks of the engine at Git and at what isn't ready. Default 5. */
  engineInterval?: number;
  /**
   * Seconds until the engine looks again at what it has applied, counted from its last look, or from an edit by
   * hand if that was later: it can be seen for so long. Default: 0, at every look.
   */
  correctionInterval?: number;
  /** How many times faster than plausible rollouts and machines come up. Default 1. */
  speed?: number;
  /**
   * Field managers whose changes the engine undoes as it undoes kubectl's: kustomize-controller's
   * `--override-manager`. Default none.
   */
  overrideManagers?: readonly string[];
}

/**
 * A cluster to create.
 *
 * @public
 */
export interface NewCluster {
  name: string;
  /** Such as `1.35.2`. */
  kubernetesVersion: string;
  /** Whether it starts as if it had been running under its engine for a while. */
  bootstrapped: boolean;
  /** Age of a bootstrapped cluster in hours. Default two weeks. */
  ageHours?: number;
}
