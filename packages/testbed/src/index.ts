/**
 * Real parts for tests: the field's own tools, upstream schemas and published manifests; and what the tests of several
 * packages share. Never part of the product.
 *
 * @packageDocumentation
 */
export { kubernetesTools } from './kubernetesTools';
export type { KubernetesTools } from './kubernetesTools';
export { kustomizeBuild } from './kustomizeBuild';
export { kubectlReads } from './kubectlReads';
export type { ReadByKubectl } from './kubectlReads';
export { SAMPLE_FLEET } from './sampleFleet';
export { corpus } from './corpus';
export type { PublishedManifests } from './corpus';
export { knownKinds, schemaProblems } from './schemas/schemaProblems';
export { openApiDocument } from './schemas/openApiDocument';
export type { Schema } from './schemas/packed';
export { startControlPlane } from './controlPlane/startControlPlane';
export type {
  ControlPlane,
  KubeRequest,
  KubeResponse,
} from './controlPlane/ControlPlane';
export { provideVolumes } from './controlPlane/provideVolumes';
export { describeOnKubernetes } from './controlPlane/describeOnKubernetes';
export {
  buildControlPlane,
  withSharedControlPlane,
} from './controlPlane/shared';
export { startFlux } from './flux/startFlux';
export type { Flux } from './flux/startFlux';
export { FLUX, asFluxSends } from './installed/flux';
export { definitionOf, engineDefinitions } from './installed/engineDefinitions';
export type { CustomKind } from './installed/engineDefinitions';
export { defineKinds } from './installed/defineKinds';
export { eachOf } from './installed/eachOf';
export { Installation } from './installed/Installation';
export type { Installed } from './installed/Installation';
export type { TestObject } from './installed/objects';
export { products } from './installed/products';
export type { Product } from './installed/products';
export { installedCorpus } from './installed/installedCorpus';
export { TestHub } from './hub/TestHub';
export { until } from './until';
export { CHECKOUT, packageFolder } from './packageFolder';
export { TestRepository } from './git/TestRepository';
