import type { KubeObject } from '@flotilla/drift';
import type { Composition } from '../compose/composition';
import { accessOf } from '../compose/roles';
import { bindingFor, roleFrom } from './access';
import { startRights } from './agent/agentObjects';
import { agentPartRights } from './agent/agentRights';
import type { BuiltPart } from './built';
import { childrenOf, machineKinds } from './children';
import type { AppliedPart } from './engine/Engine';
import { engineOf } from './engine/engineOf';
import { firstPartsOf } from './firstParts';
import { ignoreRulesOf } from './ignoreRulesOf';
import { dataGoes } from './removal';

/** The engine's objects that apply a cluster's parts and its children, the models' access, and
 * what the agent may read of the parts. */
export function renderGitops(
  composition: Composition,
  parts: readonly BuiltPart[],
): KubeObject[] {
  const engine = engineOf(composition.fleet.fleet);
  const applied = appliedParts(composition, parts);
  const objects = [
    ...engine.parts(applied),
    ...engine.children(childrenOf(composition)),
    ...accessObjects(composition),
  ];
  const { fleet, cluster } = composition;
  const unmanaged = fleet.fleet.spec.drift?.unmanaged ?? [];
  return [
    ...objects,
    ...agentPartRights(
      [...applied.flatMap(part => part.objects), ...objects],
      [...unmanaged, ...machineKinds(composition)],
      startRights(engine.start(cluster.metadata.name)),
    ),
  ];
}

function appliedParts(
  composition: Composition,
  parts: readonly BuiltPart[],
): AppliedPart[] {
  const cluster = composition.cluster.metadata.name;
  const rules = ignoreRulesOf(composition);
  const waves = wavesOf(parts);
  const leaves = dataGoes(composition);
  const first = firstPartsOf(composition);
  return parts.map(({ name, dependsOn, built }) => ({
    name,
    cluster,
    dependsOn,
    wave: waves.get(name) ?? 0,
    objects: built.map(({ object }) => object),
    ignore: rules(name),
    leaves,
    isFirst: first.has(name),
  }));
}

/** How deep each part's dependencies go. Parts are in dependency order. */
function wavesOf(parts: readonly BuiltPart[]): Map<string, number> {
  const waves = new Map<string, number>();
  for (const { name, dependsOn } of parts) {
    const below = dependsOn.map(other => waves.get(other) ?? 0);
    waves.set(name, below.length === 0 ? 0 : Math.max(...below) + 1);
  }
  return waves;
}

/** In-cluster access that the models give on every such cluster; one binding a role. */
function accessObjects({ fleet, layers }: Composition): KubeObject[] {
  const byRole = new Map<
    string,
    { subjects: Parameters<typeof bindingFor>[1][number][] }
  >();
  for (const { role, subjects } of accessOf(layers)) {
    const known = byRole.get(role);
    if (known) known.subjects.push(...subjects);
    else byRole.set(role, { subjects: [...subjects] });
  }
  return [...byRole].flatMap(([role, { subjects }]) => {
    const template = fleet.roles.get(role);
    if (!template) return [];
    const name = `flotilla-${role}`;
    return [roleFrom(template, name), bindingFor(name, subjects)];
  });
}
