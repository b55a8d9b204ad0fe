import { clusterSchema } from './cluster';
import { componentSchema } from './component';
import { fleetSchema } from './fleet';
import { policySchema, rolloutSchema } from './governance';
import { modelSchema } from './model';
import { providerSchema } from './provider';
import { roleTemplateSchema, workspaceSchema } from './workspace';

/**
 * The one definition of every kind that people write: types, validation, JSON Schemas and forms all
 * come from here.
 */
export const kindSchemas = {
  Fleet: fleetSchema,
  Provider: providerSchema,
  Model: modelSchema,
  Cluster: clusterSchema,
  Component: componentSchema,
  Workspace: workspaceSchema,
  RoleTemplate: roleTemplateSchema,
  Policy: policySchema,
  Rollout: rolloutSchema,
} as const;

/** The name of a kind that people write. @public */
export type KindName = keyof typeof kindSchemas;

/** Every kind that people write. @public */
export const KIND_NAMES: readonly KindName[] = [
  'Fleet',
  'Provider',
  'Model',
  'Cluster',
  'Component',
  'Workspace',
  'RoleTemplate',
  'Policy',
  'Rollout',
];
