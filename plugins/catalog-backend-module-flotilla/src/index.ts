/**
 * Clusters, workspaces, models and components as catalog entities.
 *
 * @packageDocumentation
 */
export { catalogModuleFlotilla as default } from './module';
