import { groupOf } from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';
import type { Fleet } from '../kinds';
import { boundsRights } from './agent/agentDryRun';
import type { Engine } from './engine/Engine';
import { engineOf } from './engine/engineOf';
import { BOOTSTRAP, GITOPS, INFRASTRUCTURE } from './part';

/** Which objects the engine must never delete, and how it is told. */
export interface Keeping {
  keeps(object: KubeObject): boolean;
  annotated: Engine['kept'];
}

type Rule = Keeping['keeps'];

const CRD = 'apiextensions.k8s.io/CustomResourceDefinition';
const PRECIOUS = new Set(['/Namespace', '/PersistentVolumeClaim', CRD]);

/** What takes data or other objects along when it is deleted, or lets somebody do more. */
const precious: Rule = object =>
  PRECIOUS.has(kindOf(object)) || boundsRights(object);

/** Of a cluster that is on its way out, only what its machines take along by themselves. */
const definitions: Rule = object =>
  kindOf(object) === CRD || boundsRights(object);

/**
 * A template that loses them, or a merge that does, must not cost the cluster. Worker pools may go:
 * a model that no longer has one means it.
 */
const machines: Rule = object =>
  precious(object) ||
  (groupOf(object).endsWith('cluster.x-k8s.io') &&
    /(Cluster|ControlPlane|Identity)$/.test(object.kind));

/** What works beside the machines, such as their autoscaler: nothing takes it along, and nothing needs it to go. */
const BESIDE = new Set([
  'apps/Deployment',
  '/ServiceAccount',
  'rbac.authorization.k8s.io/Role',
  'rbac.authorization.k8s.io/RoleBinding',
]);

/** Cluster API takes the rest along in its order; deleted all at once, machines are left behind. */
const allButCluster: Rule = object =>
  !isCluster(object) && !BESIDE.has(kindOf(object));

function isCluster(object: KubeObject): boolean {
  return kindOf(object) === 'cluster.x-k8s.io/Cluster';
}

function kindOf(object: KubeObject): string {
  return `${groupOf(object)}/${object.kind}`;
}

function ruleOf(part: string, leaves: boolean): Rule {
  if (part === INFRASTRUCTURE) return leaves ? allButCluster : machines;
  const isOwn = part === BOOTSTRAP || part === GITOPS;
  return leaves && !isOwn ? definitions : precious;
}

const keepings = new WeakMap<Engine, Map<Rule, Keeping>>();

/**
 * What is kept of a part; the same value for the same fleet and the same rule.
 *
 * @param part - the part's name
 * @param leaves - whether the cluster is on its way out, with its data and machines
 */
export function keepingOf(
  fleet: Fleet,
  part: string,
  leaves: boolean,
): Keeping {
  const engine = engineOf(fleet);
  const rule = ruleOf(part, leaves);
  const known = keepings.get(engine) ?? new Map<Rule, Keeping>();
  keepings.set(engine, known);
  const keeping = known.get(rule) ?? {
    keeps: rule,
    annotated: annotations => engine.kept(annotations),
  };
  known.set(rule, keeping);
  return keeping;
}
