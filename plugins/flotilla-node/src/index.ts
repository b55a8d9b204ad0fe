/**
 * Service references with which other backend plugins use Flotilla.
 *
 * @packageDocumentation
 */
export { flotillaServiceRef } from './flotillaServiceRef';
export type {
  FlotillaRequestOptions,
  FlotillaService,
} from './FlotillaService';
export { pullRequestBody } from './pullRequestBody';
