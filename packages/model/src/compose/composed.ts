import type { Cluster, ClusterShape, Patch, Provider } from '../kinds';
import type { IgnoredField } from './ignored';

export type { IgnoredField } from './ignored';

/** A component as it stands in one cluster. @public */
export interface ComposedComponent {
  name: string;
  version: string;
  /** A layer marked it required: no later layer may drop it or change its version. */
  required: boolean;
  /** Whether a cluster may patch its rendered objects. */
  patchable: boolean;
  /** Why it is here, in words: "required by base 2.1.0", "provides ingress on eks". */
  layer: string;
  values: Record<string, unknown>;
  /** The capabilities that it provides in this cluster. */
  provides: string[];
  /** Components that come before it, by name. */
  dependsOn: string[];
}

/** A team workspace as it stands in one cluster. @public */
export interface ComposedWorkspace {
  name: string;
  /** Why it is here, in words. */
  layer: string;
  namespaces: string[];
}

/** One cluster with all layers composed. @public */
export interface ComposedCluster {
  name: string;
  owner: string;
  labels: Record<string, string>;
  model: { name: string; version: string };
  variant?: string;
  provider: {
    name: string;
    version: string;
    controlPlane: Provider['spec']['controlPlane'];
  };
  managedBy?: string;
  lifecycle: NonNullable<Cluster['spec']['lifecycle']>;
  variables: Record<string, unknown>;
  /** The `cluster` block of the models, with expressions evaluated. */
  cluster: ClusterShape;
  /** What the models say of the cluster that means nothing on its provider. */
  ignored: IgnoredField[];
  /** `minor` as the model says ("1.35"), `version` as the provider has it ("v1.35.4"). */
  kubernetes?: { minor: string; version?: string };
  capabilities: string[];
  /** In dependency order. */
  components: ComposedComponent[];
  workspaces: ComposedWorkspace[];
  patches: Patch[];
}
