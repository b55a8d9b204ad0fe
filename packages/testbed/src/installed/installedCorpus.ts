import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { TESTBED } from '../packageFolder';
import type { Installed } from './Installation';
import { isTestObject } from './objects';
import { products } from './products';

/** Where the recordings are, a file a product. */
export const RECORDINGS = join(TESTBED, 'installed');
export const RECORDING = '.json.br';

/**
 * The corpus as a real API server stored it when Flux's manager applied it:
 * recorded, so that no server is needed. `installed/README.md` says how.
 *
 * @param names - only these products; all when absent
 * @public
 */
export function installedCorpus(names?: readonly string[]): Installed[] {
  return products(names).flatMap(({ name, objects }) => {
    const live = recorded(name);
    return objects.map((object, at) => asInstalled(name, object, live[at]));
  });
}

function recorded(product: string): unknown[] {
  const packed = readFileSync(join(RECORDINGS, `${product}${RECORDING}`));
  const read: unknown = JSON.parse(brotliDecompressSync(packed).toString());
  return Array.isArray(read) ? read : [];
}

function asInstalled(
  product: string,
  object: Installed['desired'],
  live: unknown,
): Installed {
  if (!isTestObject(live)) {
    return { product, desired: object, refused: 'not served' };
  }
  const { namespace } = live.metadata;
  const metadata = { ...object.metadata, ...(namespace ? { namespace } : {}) };
  return { product, desired: { ...object, metadata }, live };
}
