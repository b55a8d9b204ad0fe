import {
  DRY_RUN,
  dryRunPolicy,
  groupOf,
  isTriedInDryRun,
} from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';
import { bindingFor, roleOf } from '../access';
import type { PartsSource } from '../partsSource';
import { rulesFor } from './agentRights';
import { BoundGroups } from './BoundGroups';
import { AGENT_NAMESPACE, AGENT_SUBJECT } from './names';
import { Plurals } from './plural';

/** Whether the agent may ask the API server what it would change: the cluster decides, else the fleet. */
export function triesChanges({
  fleet,
  cluster,
}: Pick<PartsSource, 'fleet' | 'cluster'>): boolean {
  const ofFleet = fleet.fleet.spec.drift?.dryRun;
  return cluster.spec.drift?.dryRun ?? ofFleet ?? false;
}

/** A policy that lets the agent's account do only dry-runs. */
export function bounds(): KubeObject[] {
  const { policy, binding } = dryRunPolicy(AGENT_NAMESPACE);
  return [policy, binding];
}

/**
 * Lets the agent ask the API server what it would change of some objects: the right to patch their kinds, as far as the
 * policy bounds it.
 */
export function boundRights(objects: readonly KubeObject[]): KubeObject[] {
  const bound = new BoundGroups(objects);
  const kinds = objects
    .map(kindOf)
    .filter(kind => isTriedInDryRun(kind) && bound.has(kind.group));
  const rules = rulesFor(kinds, new Plurals(objects), [], ['patch']);
  return [roleOf(rules, DRY_RUN), bindingFor(DRY_RUN, [AGENT_SUBJECT])];
}

/** The policy, or what binds it: whoever deletes them while the rights are there lets the account patch. */
export function boundsRights(object: KubeObject): boolean {
  return (
    groupOf(object) === 'admissionregistration.k8s.io' &&
    object.metadata.name === DRY_RUN
  );
}

function kindOf(object: KubeObject) {
  return { group: groupOf(object), kind: object.kind };
}
