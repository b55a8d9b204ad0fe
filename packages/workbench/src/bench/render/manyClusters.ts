import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { SAMPLE_FLEET } from '@flotilla/testbed';

/** One cluster of the sample a provider: eks, vsphere, docker, existing. */
const SEEDS = ['prod-eu-2', 'dc-berlin-2', 'dev-eu-1', 'store-0101'];
/** Clusters next to each other are on so many different providers. */
export const PROVIDERS = SEEDS.length;
const TEAMS = ['payments', 'checkout', 'search', 'retail', 'platform'];

/** The sample fleet's sources without its clusters, those that manage others apart. */
export async function sampleSources(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const entries = await readdir(SAMPLE_FLEET, {
    recursive: true,
    withFileTypes: true,
  });
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    const path = relative(SAMPLE_FLEET, file).split(sep).join('/');
    if (!entry.isFile() || path.startsWith('rendered/')) continue;
    files.set(path, await readFile(file, 'utf8'));
  }
  return files;
}

/**
 * A fleet of many clusters of the sample's models, a quarter on each provider.
 *
 * @param round - stands in every name and as a comment in every file, so that nothing that an earlier
 *   round made the engine remember is of use
 */
export function manyClusters(
  sample: ReadonlyMap<string, string>,
  count: number,
  round: string,
): Map<string, string> {
  const files = new Map<string, string>();
  for (const [path, text] of sample) {
    if (/^clusters\/(?!mgmt-)/.test(path)) continue;
    // Their own clusters are named in them, and these are others.
    if (/^(workspaces|rollouts)\//.test(path) && text.includes('names: ['))
      continue;
    files.set(path, /\.ya?ml$/.test(path) ? `${text}# ${round}\n` : text);
  }
  for (let i = 0; i < count; i++) {
    const name = clusterName(round, i);
    files.set(`clusters/${name}/cluster.yaml`, clusterText(sample, name, i));
  }
  return files;
}

export function clusterName(round: string, index: number): string {
  return `${round}-${String(index).padStart(4, '0')}`;
}

/** A seed's file with a name, an owner, and here and there a number of its own. */
function clusterText(
  sample: ReadonlyMap<string, string>,
  name: string,
  index: number,
): string {
  const seed = SEEDS[index % SEEDS.length];
  const text = sample.get(`clusters/${seed}/cluster.yaml`);
  if (text === undefined) throw new Error(`the sample has no cluster ${seed}`);
  return text
    .replace(`name: ${seed}`, `name: ${name}`)
    .replace(/group:default\/\w+/, `group:default/${TEAMS[index % 5]}`)
    .replace(/workers: \d+/, `workers: ${2 + (index % 17)}`)
    .replace(/tills: \d+/, `tills: ${4 + (index % 13)}`)
    .replace(/storeNumber: "\d+"/, `storeNumber: "${1000 + index}"`)
    .replace(
      /controlPlaneAddress: [\d.]+/,
      `controlPlaneAddress: 10.20.${index >> 8}.${index & 255}`,
    );
}
