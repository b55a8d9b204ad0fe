/** The fleet that an entity belongs to. @public */
export const ANNOTATION_FLEET = 'flotilla.dev/fleet';
/** The cluster that an entity stands for. @public */
export const ANNOTATION_CLUSTER = 'flotilla.dev/cluster';
/** The workspace that an entity stands for. @public */
export const ANNOTATION_WORKSPACE = 'flotilla.dev/workspace';
/** The model version, as `name/version`, that an entity stands for or follows. @public */
export const ANNOTATION_MODEL = 'flotilla.dev/model';
/** The component version, as `name/version`, that an entity stands for. @public */
export const ANNOTATION_COMPONENT = 'flotilla.dev/component';
/** What is broken about the entity in Git, one sentence a line. @public */
export const ANNOTATION_PROBLEMS = 'flotilla.dev/problems';

/** `spec.type` of a cluster's entity, as Backstage's own Kubernetes plugin names it. @public */
export const ENTITY_TYPE_CLUSTER = 'kubernetes-cluster';
/** `spec.type` of a workspace's entity. @public */
export const ENTITY_TYPE_WORKSPACE = 'team-workspace';
/** `spec.type` of a model version's entity. @public */
export const ENTITY_TYPE_MODEL = 'cluster-model';
/** `spec.type` of a component version's entity. @public */
export const ENTITY_TYPE_COMPONENT = 'platform-component';

/** The signals channel on which the hub says that something changed: `{fleet, clusters?, requests?}`, ids only. @public */
export const SIGNAL_CHANNEL = 'flotilla';
/** The events topic on which the hub says that a fleet has a new commit: `{fleet, commit}`. @public */
export const EVENT_TOPIC_FLEET_CHANGED = 'flotilla.fleet-changed';
