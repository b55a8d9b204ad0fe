import type { KubeObject } from '@flotilla/drift';
import { accessOf } from '../compose/roles';
import { bindingFor, roleFrom } from './access';
import { startRights } from './agent/agentObjects';
import { agentPartRights, releasedKinds } from './agent/agentRights';
import type { BuiltPart } from './built';
import { childrenOf, machineKinds } from './children';
import type { AppliedPart } from './engine/Engine';
import { driftLayers } from './driftLayers';
import { engineOf } from './engine/engineOf';
import { ignoreRulesOf } from './ignoreRulesOf';
import type { PartsSource } from './partsSource';
import { dataGoes } from './removal';

/** The engine's objects that apply a cluster's parts and its children, the models' access, and
 * what the agent may read of the parts. */
export function renderGitops(
  source: PartsSource,
  parts: readonly BuiltPart[],
): KubeObject[] {
  const engine = engineOf(source.fleet.fleet);
  const applied = appliedParts(source, parts);
  const objects = [
    ...engine.parts(applied),
    ...engine.children(childrenOf(source)),
    ...accessObjects(source),
  ];
  const { fleet, cluster } = source;
  const unmanaged = fleet.fleet.spec.drift?.unmanaged ?? [];
  const given = [...applied.flatMap(part => part.objects), ...objects];
  return [
    ...objects,
    ...agentPartRights(
      given,
      [
        ...unmanaged,
        ...machineKinds(source),
        ...releasedKinds(driftLayers(source)),
      ],
      startRights(engine.start(cluster.metadata.name)),
    ),
  ];
}

function appliedParts(
  source: PartsSource,
  parts: readonly BuiltPart[],
): AppliedPart[] {
  const cluster = source.cluster.metadata.name;
  const rules = ignoreRulesOf(source);
  const waves = wavesOf(parts);
  const leaves = dataGoes(source);
  return parts.map(({ name, dependsOn, built }) => ({
    name,
    cluster,
    dependsOn,
    wave: waves.get(name) ?? 0,
    objects: built.map(({ object }) => object),
    ignore: rules(name),
    leaves,
    isFirst: source.first.has(name),
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
function accessObjects({ fleet, ground }: PartsSource): KubeObject[] {
  const byRole = new Map<
    string,
    { subjects: Parameters<typeof bindingFor>[1][number][] }
  >();
  for (const { role, subjects } of accessOf(ground.layers)) {
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
