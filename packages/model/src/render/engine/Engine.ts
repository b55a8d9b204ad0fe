import type { IgnoreRule, KubeObject } from '@flotilla/drift';
import type { Workspace } from '../../kinds';

/** A rendered part that a cluster's own engine applies. */
export interface AppliedPart {
  /** `components/<c>`, `workspaces/<w>`, or one of the agent's. */
  name: string;
  cluster: string;
  /** Parts that come before it. */
  dependsOn: readonly string[];
  /** How many parts, one after the other, come before it at most. */
  wave: number;
  objects: readonly KubeObject[];
  /** What the engine leaves alone in its objects. */
  ignore: readonly IgnoreRule[];
  /** Whether the cluster's manager brings it to a new cluster. */
  isFirst: boolean;
  /** Whether it is on its way out, with its data: it has left when all of it is gone. */
  leaves: boolean;
}

/** A part of a child that its engine can't run without: its manager hands it over. */
export interface FirstPart {
  name: string;
  /** Other first parts that come before it. */
  dependsOn: readonly string[];
}

/** What a new cluster gets from its manager before its engine is started. */
export interface FirstDelivery {
  /** In dependency order. */
  parts: readonly FirstPart[];
  /** Whether charts come too, which the manager's engine installs. */
  hasCharts: boolean;
}

/** A cluster whose machines are described in the cluster that is rendered. */
export interface ChildCluster {
  name: string;
  /** Where its Cluster API objects live. */
  namespace: string;
  first: FirstDelivery;
  /** Whether programs run beside its machines that wait for its control plane, such as an autoscaler. */
  hasPrograms: boolean;
  /** Whether its machines go when its file does. */
  machinesGo: boolean;
}

/** A chart that the engine renders in the cluster. */
export interface Chart {
  component: string;
  namespace: string;
  repository: string;
  chart: string;
  version: string;
  values: Record<string, unknown>;
  valuesFrom?: readonly {
    kind: 'Secret' | 'ConfigMap';
    name: string;
    valuesKey?: string;
  }[];
  /** The service account, in the same namespace, that installs it. */
  installer: string;
}

/** A chart that the engine of a cluster's manager installs in it, as there is no engine yet. */
export interface OutsideChart extends Omit<Chart, 'installer'> {
  child: string;
  /** Where the child's Cluster API objects live. */
  childNamespace: string;
}

/** A folder of the fleet repository that the engine's own kustomize builds in the cluster. */
export interface KustomizeFolder {
  component: string;
  namespace?: string;
  /** From the root of the repository, without a leading slash. */
  path: string;
}

/** A team's own repository, applied by a service account with the rights of its deployer. */
export interface TeamSource {
  workspace: string;
  /** The first is where the service account lives. */
  namespaces: readonly string[];
  serviceAccount: string;
  /** What that service account may do in each of the namespaces. */
  rules: readonly TeamRule[];
  repository: NonNullable<Workspace['spec']['source']>;
}

/** A rule of the deployer's role. */
export interface TeamRule {
  apiGroups?: readonly string[];
  resources?: readonly string[];
  verbs: readonly string[];
}

/** What applies rendered parts in clusters, and how its objects say so. */
export interface Engine {
  /** Where the engine and its objects live. */
  readonly namespace: string;
  /** An object's annotations, so that the engine never deletes it, whatever leaves Git. */
  kept(annotations: Readonly<Record<string, string>>): Record<string, string>;
  /** The fleet repository as the cluster's source, and the root that applies its part `gitops`. */
  start(cluster: string): KubeObject[];
  /** Applies parts of the cluster that is rendered. */
  parts(parts: readonly AppliedPart[]): KubeObject[];
  /** Applies what brings up children, and what hands them over to their own engine. */
  children(children: readonly ChildCluster[]): KubeObject[];
  chart(chart: Chart): KubeObject[];
  /** Objects for the cluster's manager. */
  outsideChart(chart: OutsideChart): KubeObject[];
  folder(folder: KustomizeFolder): KubeObject[];
  team(source: TeamSource): KubeObject[];
}
