/**
 * Desired object × live object → drift. Pure.
 *
 * @packageDocumentation
 */
export * from './object';
export * from './types';
