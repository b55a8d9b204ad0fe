/**
 * Pages and cards that show a fleet of Kubernetes clusters, and the fields of the forms that change it.
 *
 * @packageDocumentation
 */
export { flotillaPlugin as default, flotillaPlugin } from './plugin';
export * from './api';
export { flotillaTranslationRef } from './translation';
export type { FlotillaMessages } from './translation';
