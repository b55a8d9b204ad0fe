/**
 * The model engine: load, validate, compose and render a fleet repository. Pure: values in, values out.
 *
 * @packageDocumentation
 */
export * from './change/change';
export * from './compose/composed';
export * from './change/planChange';
export { deprecationOf } from './deprecations/deprecationOf';
export { replacementApis } from './deprecations/replacementApis';
export type { Deprecation } from './deprecations/deprecationOf';
export * from './diff/change';
export { diffObjects } from './diff/diffObjects';
export type { ObjectDifference } from './diff/diffObjects';
export { fieldChanges } from './diff/fieldChanges';
export {
  diffFleets,
  diffRendered,
  diffRenderedInSteps,
  renderedDifferencesInSteps,
} from './diff/diffRendered';
export type { ClusterChange, ClusterDifference } from './diff/diffRendered';
export { explain, ExplainError } from './explain/explain';
export type { Explanation, ObjectName } from './explain/explain';
export { editYaml } from './edit/editYaml';
export type { YamlEdit } from './edit/YamlEdit';
export * from './files';
export * from './form/clusterForm';
export * from './form/upgrades';
export * from './form/versions';
export { API_VERSION, isDnsLabel } from './kinds/fields';
export { jsonSchemaOf, KIND_NAMES, schemaFileOf } from './kinds';
export type {
  Access,
  Cluster,
  ClusterShape,
  Component,
  ComponentEntry,
  Fleet,
  KindName,
  Model,
  Patch,
  Policy,
  Provider,
  RoleTemplate,
  Rollout,
  Variable,
  Variant,
  Workspace,
} from './kinds';
export { boundedPatterns } from './compose/boundedPattern';
export type { BoundedPattern } from './compose/boundedPattern';
export { composeCluster } from './compose/compose';
export { loadFleet } from './load/loadFleet';
export * from './load/sources';
export { agentManifests } from './render/agent/agentManifests';
export type { AgentInstallation } from './render/agent/agentManifests';
export { bootstrapManifests } from './render/bootstrapManifests';
export { desiredParts, desiredRules } from './render/desired';
export type { DesiredRule } from './render/desired';
export type { DriftRule } from './render/driftRules';
export { renderCluster } from './render/cluster';
export type { RenderedCluster } from './render/cluster';
export * from './render/fleet';
export {
  renderAgain,
  renderAgainInSteps,
  renderAll,
  renderAllInSteps,
} from './render/fleetRender';
export type { FleetRender } from './render/fleetRender';
export { clustersReached } from './render/reach';
export { removalOf } from './render/removalOf';
export type { Removal } from './render/removalOf';
export { printYaml } from './render/yaml';
export { parseManifests } from './source/manifests';
export { formatProblem, hasErrors } from './problems';
export type { Problem } from './problems';
export * from './steps';
export { isRecord, isWithin, pointerOf } from './source/pointer';
export type { RenderedPart } from './render/part';
export type { Position, SourceFile } from './source/sourceFile';
export { placeOf } from './load/layout';
export type { Place } from './load/layout';
export { evaluate as evaluateExpression } from './expressions/cel';
export type { Outcome as ExpressionOutcome } from './expressions/cel';
export type { Scope as ExpressionScope } from './expressions/scope';
