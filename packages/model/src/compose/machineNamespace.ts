/** Where a cluster's machines are described, in the cluster that manages it. */
export function machineNamespace(cluster: string): string {
  return `fleet-${cluster}`;
}
