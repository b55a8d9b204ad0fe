import { Logger } from '../timing/Logger';

/** Says nothing. */
export const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {} };
