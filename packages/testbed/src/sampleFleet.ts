import { resolve } from 'node:path';

/** The folder of the sample fleet as it is committed; tests only read it. */
export const SAMPLE_FLEET = resolve(
  // Tests run from sources, so the checkout is around them.
  // eslint-disable-next-line no-restricted-syntax
  __dirname,
  '../../../examples/fleet',
);
