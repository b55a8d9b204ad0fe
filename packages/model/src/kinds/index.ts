import type { z } from 'zod';
import type { clusterSchema } from './cluster';
import type { componentSchema } from './component';
import type { access, componentEntry, patch, variable } from './fields';
import type { fleetSchema } from './fleet';
import type { policySchema, rolloutSchema } from './governance';
import type { clusterShape, modelSchema } from './model';
import type { providerSchema } from './provider';
import type { roleTemplateSchema, workspaceSchema } from './workspace';

export { jsonSchemaOf, schemaFileOf } from './jsonSchema';
export { KIND_NAMES, kindSchemas } from './schemas';
export type { KindName } from './schemas';

/** One a repository: engine, roles, limits, mirrors. @public */
export type Fleet = z.infer<typeof fleetSchema>;
/** What the abstract becomes on one infrastructure. @public */
export type Provider = z.infer<typeof providerSchema>;
/** A whole cluster as one versioned object. @public */
export type Model = z.infer<typeof modelSchema>;
/** A named specialisation of a model. @public */
export type Variant = NonNullable<Model['spec']['variants']>[number];
/** One cluster of the fleet. @public */
export type Cluster = z.infer<typeof clusterSchema>;
/** Something that runs in clusters, in one version. @public */
export type Component = z.infer<typeof componentSchema>;
/** A team's namespaces, access, quota and source. @public */
export type Workspace = z.infer<typeof workspaceSchema>;
/** In-cluster rights under a name. @public */
export type RoleTemplate = z.infer<typeof roleTemplateSchema>;
/** Who may change what. @public */
export type Policy = z.infer<typeof policySchema>;
/** An upgrade of many clusters in stages. @public */
export type Rollout = z.infer<typeof rolloutSchema>;

/** A component as a model, a variant or a cluster names it. @public */
export type ComponentEntry = z.infer<typeof componentEntry>;
/** A patch of rendered objects. @public */
export type Patch = z.infer<typeof patch>;
/** A variable that a model or provider declares. @public */
export type Variable = z.infer<typeof variable>;
/** A role given to subjects. @public */
export type Access = z.infer<typeof access>;
/** The `cluster` block of a model. @public */
export type ClusterShape = z.infer<typeof clusterShape>;
