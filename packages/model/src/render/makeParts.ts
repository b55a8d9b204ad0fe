import type { KubeObject } from '@flotilla/drift';
import { agentSecrets } from './agent/agentSecrets';
import { renderBootstrap } from './bootstrap';
import type { BuiltPart } from './built';
import { componentParts } from './componentParts';
import type { Inside } from './componentParts';
import { driftLayers } from './driftLayers';
import { renderGitops } from './gitops';
import type { PartsSource } from './partsSource';
import { remainingParts } from './removal';

const BOOTSTRAP = 'bootstrap';
const GITOPS = 'gitops';
const AGENT_PART = 'agent';

/** Whether a part is about engine and agent: no component's and no workspace's. */
export function isOfEngine(part: string): boolean {
  return part === BOOTSTRAP || part === GITOPS || part === AGENT_PART;
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
  const applied = [...given, ...agentParts(source, given)];
  return [
    plain(source, BOOTSTRAP, 'engine and agent', renderBootstrap(source)),
    plain(source, GITOPS, 'applies the parts', renderGitops(source, applied)),
    ...applied,
  ];
}

/** What the agent may read in namespaces that other parts bring. */
function agentParts(
  source: PartsSource,
  parts: readonly BuiltPart[],
): BuiltPart[] {
  const secrets = agentSecrets(driftLayers(source), parts);
  if (!secrets) return [];
  const { objects, after } = secrets;
  const part = plain(source, AGENT_PART, 'Secrets to compare', objects);
  return [{ ...part, dependsOn: after }];
}

function plain(
  { cluster: { metadata, source } }: PartsSource,
  name: string,
  layer: string,
  objects: readonly KubeObject[],
): BuiltPart {
  const by = `cluster ${metadata.name}`;
  const from = [{ layer: by, source, pointer: '', at: '', value: {} }];
  return {
    name,
    layer,
    dependsOn: [],
    built: objects.map(object => ({ object, from })),
  };
}
