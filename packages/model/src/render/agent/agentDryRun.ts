import {
  DRY_RUN,
  dryRunPolicy,
  groupOf,
  isTriedInDryRun,
} from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';
import { bindingFor } from '../access';
import { rulesFor } from './agentRights';
import { AGENT_NAMESPACE, AGENT_SUBJECT, RBAC } from './names';
import { Plurals } from './plural';

/**
 * Lets the agent ask the API server what it would change of some objects: a policy that lets its account do only
 * dry-runs, and the right to patch the objects' kinds.
 */
export function agentDryRun(objects: readonly KubeObject[]): KubeObject[] {
  const { policy, binding } = dryRunPolicy(AGENT_NAMESPACE);
  const kinds = objects.map(kindOf).filter(isTriedInDryRun);
  return [
    policy,
    binding,
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRole',
      metadata: { name: DRY_RUN },
      rules: rulesFor(kinds, new Plurals(objects), [], ['patch']),
    },
    bindingFor(DRY_RUN, [AGENT_SUBJECT]),
  ];
}

function kindOf(object: KubeObject) {
  return { group: groupOf(object), kind: object.kind };
}
