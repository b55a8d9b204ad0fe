import { readFolder } from '@flotilla/repository';
import { composeCluster, loadFleet } from '@flotilla/model';
import { SimulatedFleet } from '@flotilla/simulator';
import { join } from 'node:path';

/** Makes every cluster of the sample fleet, as if it had been running for weeks; management clusters first. */
export async function seedClusters(
  clusters: SimulatedFleet,
  root: string,
): Promise<void> {
  const { fleet } = loadFleet(await readFolder(join(root, 'examples/fleet')));
  if (!fleet) {
    throw new Error('examples/fleet can not be read');
  }
  const names = [...fleet.clusters.keys()].sort();
  const managed = (name: string) =>
    Boolean(fleet.clusters.get(name)?.spec.managedBy);
  for (const name of [
    ...names.filter(known => !managed(known)),
    ...names.filter(managed),
  ]) {
    const composed = composeCluster(fleet, name).composed;
    await clusters.createCluster({
      name,
      kubernetesVersion: composed?.kubernetes?.version ?? 'v1.35.4',
      bootstrapped: true,
      ageHours: 24 * 40,
    });
  }
}
