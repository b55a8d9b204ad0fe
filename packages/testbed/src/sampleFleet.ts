import { join } from 'node:path';
import { CHECKOUT } from './packageFolder';

/** The folder of the sample fleet as it is committed; tests only read it. */
export const SAMPLE_FLEET = join(CHECKOUT, 'examples/fleet');
