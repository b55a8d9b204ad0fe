import type { RoleTemplate, Workspace } from '../kinds';
import type { FleetSources, Sourced } from '../load/sources';
import { Complaints, ruleAt } from '../source/complaints';
import type { Problem } from '../problems';

type Rule = RoleTemplate['spec']['rules'][number];

const READS = new Set(['get', 'list', 'watch']);
const RBAC = 'rbac.authorization.k8s.io';

/** Why a rule gives more than it says, in words that follow "it may …". */
function wayOut({ apiGroups = [], verbs }: Rule): string | undefined {
  const has = (verb: string) => verbs.includes(verb) || verbs.includes('*');
  const reaches = (group: string) =>
    apiGroups.includes(group) || apiGroups.includes('*');
  if (verbs.includes('impersonate')) return 'act as somebody else';
  if (reaches(RBAC) && (has('bind') || has('escalate'))) {
    return 'give itself rights that it does not have';
  }
  const writes = verbs.some(verb => !READS.has(verb));
  const engines = apiGroups.some(group =>
    /^(\*|.+\.toolkit\.fluxcd\.io|argoproj\.io)$/.test(group),
  );
  return writes && engines
    ? 'write what the GitOps engine applies with rights of its own'
    : undefined;
}

/**
 * A team's source is confined by what its deployer may do: a role that leads to any other rights, however
 * narrow it looks, makes the team an administrator of the cluster.
 */
export function deployerProblems(
  fleet: FleetSources,
  { metadata, spec, source }: Sourced<Workspace>,
): Problem[] {
  const template = spec.deployer && fleet.roles.get(spec.deployer.role);
  if (!template) return [];
  const to = new Complaints(source);
  template.spec.rules.forEach((rule, i) => {
    const way = wayOut(rule);
    if (way === undefined) return;
    to.add(
      '/spec/deployer/role',
      `role ${template.metadata.name} is too much for the source of ${metadata.name}: it may ${way}`,
      {
        rule: ruleAt(template.source, `/spec/rules/${i}`, 'allows it.'),
        remedy: 'Name the groups, resources and verbs that the team needs.',
      },
    );
  });
  return to.problems;
}
