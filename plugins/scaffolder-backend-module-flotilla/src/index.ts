/**
 * Scaffolder actions that open pull requests from models.
 *
 * @packageDocumentation
 */
export { scaffolderModuleFlotilla as default } from './module';
