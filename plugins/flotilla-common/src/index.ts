/**
 * Wire types, permissions and annotations of Flotilla.
 *
 * The wire types come from the hub's `openapi.yaml`; `yarn generate` writes them anew.
 *
 * @packageDocumentation
 */
export * from './annotations';
export * from './conditions';
export * from './permissions';
export * from './queries';
export * from './wire';
