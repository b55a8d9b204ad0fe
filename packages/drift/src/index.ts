/**
 * Desired object × live object → drift. Pure.
 *
 * @packageDocumentation
 */
export * from './object';
export * from './types';
export * from './cluster/clusterDrift';
export * from './cluster/syncState';
export { compareObject, unknownDrift } from './compare/compareObject';
export type { CompareInput } from './compare/CompareInput';
export type { Hmac } from './hide/hideValue';
export { compareByDryRun } from './dryRun/compareByDryRun';
export {
  DRY_RUN,
  PROBE_ANNOTATION,
  dryRunPolicy,
  isTriedInDryRun,
} from './dryRun/dryRunPolicy';
export { Fights } from './fight/fights';
export type { Fight } from './fight/fights';
export { orphaned } from './foreign/orphans';
export type { EngineOwner, OrphanInput } from './foreign/orphans';
export { trackerOf } from './foreign/tracking';
export type { Tracker } from './foreign/tracking';
export { unmanaged } from './foreign/unmanaged';
export { healthOf } from './health/healthOf';
export type { Health, HealthStatus } from './health/types';
export { isExpired } from './ignore/ignoreRules';
export { reportRules } from './ignore/ruleReport';
export type { RuleReport } from './ignore/ruleReport';
export { managerKind } from './managers/managerKind';
export type { ManagerKind } from './managers/managerKind';
export { managerOf } from './managers/managerOf';
export { parseFieldPath } from './path/fieldPath';
export type { Scalar, Step } from './path/step';
export { indexByKey, keyOf as listKeyOf } from './compare/listKeys';
export type { KeyedType, ListKey } from './compare/listKeys';
export { childType } from './schema/fieldType';
export type { FieldType, StructType } from './schema/fieldType';
export { builtInType } from './schema/kindTypes';
export { definedSchemas, kindSchemas } from './schema/kindSchemas';
export type { KindSchema, OpenApiSchema } from './schema/openApiSchema';
export { highestSeverity, raised, severityOf } from './severity/severityOf';
export {
  correctionsOf,
  countCorrection,
  keepAuthors,
} from './corrected/corrections';
export type { Observation } from './corrected/corrections';
