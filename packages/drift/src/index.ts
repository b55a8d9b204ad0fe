/**
 * Desired object × live object → drift. Pure.
 *
 * @packageDocumentation
 */
export * from './object';
export * from './types';
export { healthOf } from './health/healthOf';
export type { Health, HealthStatus } from './health/types';
