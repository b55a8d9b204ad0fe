import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';

/**
 * The folder of an installed package, or of one of this checkout.
 *
 * @param name - such as `@flotilla/agent`
 * @throws Error where there is none of that name
 * @public
 */
export function packageFolder(name: string): string {
  return dirname(createRequire(__filename).resolve(`${name}/package.json`));
}

/** This package's own folder. */
export const TESTBED = packageFolder('@flotilla/testbed');

/**
 * The folder of the checkout: tests and benches run from its sources.
 *
 * @public
 */
export const CHECKOUT = resolve(TESTBED, '../..');
