import type { Access, Cluster, RoleTemplate } from '../kinds';
import type { FleetSources } from '../load/sources';
import type { Problem } from '../problems';
import { Complaints, ruleAt } from '../source/complaints';
import type { Layer } from './layers';
import { lastList } from './lists';
import { matches } from './selector';

/** A role that something gives, and where it says so. */
export interface RoleUse {
  role: string;
  pointer: string;
}

/** Roles that are used where they may not be, or for more than they are made for. */
export function roleUseProblems(
  fleet: FleetSources,
  cluster: Cluster,
  uses: readonly RoleUse[],
  scope: RoleTemplate['spec']['scope'],
  to: Complaints,
): void {
  for (const { role, pointer } of uses) {
    const template = fleet.roles.get(role);
    if (!template) continue;
    const { clusters, scope: own } = template.spec;
    const { name, labels } = cluster.metadata;
    if (clusters && !matches(clusters, labels)) {
      to.add(pointer, `role ${role} may not be used on ${name}`, {
        rule: ruleAt(
          template.source,
          '/spec/clusters',
          'says where it may be used.',
        ),
      });
    }
    if (own === scope) continue;
    to.add(
      pointer,
      own === 'Cluster'
        ? `role ${role} is for whole clusters: a workspace gives rights in its own namespaces only`
        : `role ${role} is for namespaces: a model gives rights in the whole cluster`,
      {
        rule: ruleAt(template.source, '/spec/scope', 'says what it is for.'),
        remedy: `Choose a role of scope ${scope}.`,
      },
    );
  }
}

/** In-cluster access that the models give on every such cluster: a list, so the last one counts. */
export function accessOf(layers: readonly Layer[]): Access[] {
  return lastList(layers, 'access').items;
}

/** Roles of the models' access that this cluster may not have. */
export function accessProblems(
  fleet: FleetSources,
  cluster: Cluster,
  layers: readonly Layer[],
): Problem[] {
  const { items, layer } = lastList(layers, 'access');
  if (!layer) return [];
  const to = new Complaints(layer.source);
  const uses = items.map(({ role }, i) => ({
    role,
    pointer: `${layer.pointer}/access/${i}/role`,
  }));
  roleUseProblems(fleet, cluster, uses, 'Cluster', to);
  return to.problems;
}
