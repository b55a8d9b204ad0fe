import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { TESTBED } from './packageFolder';

/**
 * What one product installs.
 *
 * @public
 */
export interface PublishedManifests {
  /** The product. */
  name: string;
  /** Where its namespaced objects belong that name no namespace. */
  namespace: string;
  /** Many YAML documents, as published. */
  text: string;
}

const FOLDER = join(TESTBED, 'corpus');
const PACKED = '.yaml.br';

/**
 * The manifests of some fifty real products, by name; 14 MB of text. `corpus/README.md` says where
 * they come from.
 *
 * @param names - only these; all when absent
 * @throws Error when a name isn't there
 * @public
 */
export function corpus(names: readonly string[] = all()): PublishedManifests[] {
  const namespaces = new Map<string, unknown>(
    Object.entries(
      JSON.parse(readFileSync(join(FOLDER, 'namespaces.json'), 'utf8')),
    ),
  );
  return names.map(name => ({
    name,
    namespace: String(namespaces.get(name) ?? 'default'),
    text: brotliDecompressSync(
      readFileSync(join(FOLDER, `${name}${PACKED}`)),
    ).toString('utf8'),
  }));
}

function all(): string[] {
  return readdirSync(FOLDER)
    .filter(file => file.endsWith(PACKED))
    .map(file => file.slice(0, -PACKED.length))
    .sort();
}
