import type { KubeObject } from '@flotilla/drift';
import { boundRights, bounds, triesChanges } from './agent/agentDryRun';
import { agentSecrets } from './agent/agentSecrets';
import { POLICY_PART, RIGHTS_PART, SECRETS_PART } from './agent/names';
import { renderBootstrap } from './bootstrap';
import type { BuiltPart, PartObjects } from './built';
import { componentParts } from './componentParts';
import type { Inside } from './componentParts';
import { driftLayers } from './driftLayers';
import { renderGitops } from './gitops';
import { BOOTSTRAP, GITOPS } from './part';
import type { PartsSource } from './partsSource';
import { remainingParts } from './removal';

/** The parts of engine and agent. */
export const OF_ENGINE = [
  BOOTSTRAP,
  GITOPS,
  SECRETS_PART,
  POLICY_PART,
  RIGHTS_PART,
];

/** Whether a part is about engine and agent: no component's and no workspace's. */
export function isOfEngine(part: string): boolean {
  return OF_ENGINE.includes(part);
}

/** The parts of a cluster but its infrastructure. */
export function makeParts(
  source: PartsSource,
  components: Inside,
  workspaces: readonly BuiltPart[],
): BuiltPart[] {
  const given = remainingParts(source, [
    ...componentParts(components),
    ...workspaces,
  ]);
  const applied = [
    ...given,
    ...agentParts(source, given),
    ...dryRunParts(source),
  ];
  const gitops = renderGitops(source, applied);
  return [
    plain(source, BOOTSTRAP, 'engine and agent', renderBootstrap(source)),
    plain(source, GITOPS, 'applies the parts', gitops),
    ...applied.map(part =>
      part.name === RIGHTS_PART
        ? { ...part, ...rightsOn(source, applied, gitops) }
        : part,
    ),
  ];
}

/**
 * What bounds the right to patch, and the right, in a part of its own that comes later. Its objects are made last: they
 * hang on what applies the parts, this one too.
 */
function dryRunParts(source: PartsSource): BuiltPart[] {
  if (!triesChanges(source)) return [];
  const policy = plain(source, POLICY_PART, 'bounds dry-runs', bounds());
  const rights = plain(source, RIGHTS_PART, 'dry-runs', []);
  return [policy, { ...rights, dependsOn: [POLICY_PART] }];
}

function rightsOn(
  source: PartsSource,
  applied: readonly BuiltPart[],
  gitops: readonly KubeObject[],
): PartObjects {
  const objects = applied.flatMap(({ built }) =>
    built.map(({ object }) => object),
  );
  return builtFor(source, boundRights([...objects, ...gitops]));
}

/** What the agent may read in namespaces that other parts bring. */
function agentParts(
  source: PartsSource,
  parts: readonly BuiltPart[],
): BuiltPart[] {
  const secrets = agentSecrets(driftLayers(source), parts);
  if (!secrets) return [];
  const { objects, after } = secrets;
  const part = plain(source, SECRETS_PART, 'Secrets to compare', objects);
  return [{ ...part, dependsOn: after }];
}

function plain(
  source: PartsSource,
  name: string,
  layer: string,
  objects: readonly KubeObject[],
): BuiltPart {
  return { name, layer, dependsOn: [], ...builtFor(source, objects) };
}

function builtFor(
  { cluster: { metadata, source } }: PartsSource,
  objects: readonly KubeObject[],
): PartObjects {
  const by = `cluster ${metadata.name}`;
  const from = [{ layer: by, source, pointer: '', at: '', value: {} }];
  return { built: objects.map(object => ({ object, from })) };
}
