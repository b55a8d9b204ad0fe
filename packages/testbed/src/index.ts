/**
 * Real parts for tests: the field's own tools, upstream schemas and published manifests. Never part of the product.
 *
 * @packageDocumentation
 */
export { kubernetesTools } from './kubernetesTools';
export type { KubernetesTools } from './kubernetesTools';
export { kustomizeBuild } from './kustomizeBuild';
export { kubectlReads } from './kubectlReads';
export type { ReadByKubectl } from './kubectlReads';
export { corpus } from './corpus';
export type { PublishedManifests } from './corpus';
export { knownKinds, schemaProblems } from './schemas/schemaProblems';
export { openApiDocument } from './schemas/openApiDocument';
export type { Schema } from './schemas/packed';
