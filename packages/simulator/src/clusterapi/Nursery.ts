import { ApiServer } from '../store/ApiServer';

/** The child clusters that Cluster API brings up. */
export interface Nursery {
  /** The API of a child, once it's born. */
  find(name: string): ChildCluster | undefined;
  /** Brings a child up: its API server answers with its own objects. */
  bear(name: string, version: string): ChildCluster;
}

export interface ChildCluster {
  api: ApiServer;
  /** A kubeconfig of its administrator. */
  kubeconfig: string;
  setVersion(version: string): void;
}
