import type { KubeObject } from '@flotilla/drift';
import { ANY_CLUSTER } from './anyCluster';
import { renderBootstrap } from './bootstrap';
import type { BuiltPart } from './built';
import { componentParts } from './componentParts';
import type { Inside } from './componentParts';
import { renderGitops } from './gitops';
import type { PartsSource } from './partsSource';
import { remainingParts } from './removal';

const BOOTSTRAP = 'bootstrap';
const GITOPS = 'gitops';

/** Whether a part is about the engine itself: no component's and no workspace's. */
export function isOfEngine(part: string): boolean {
  return part === BOOTSTRAP || part === GITOPS;
}

/** The parts of a cluster but its infrastructure. */
export function makeParts(
  source: PartsSource,
  components: Inside,
  workspaces: readonly BuiltPart[],
): BuiltPart[] {
  const applied = remainingParts(source, [
    ...componentParts(components),
    ...workspaces,
  ]);
  return [
    plain(source, BOOTSTRAP, 'engine and agent', renderBootstrap(source)),
    plain(source, GITOPS, 'applies the parts', renderGitops(source, applied)),
    ...applied,
  ];
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
    ofAnyCluster: metadata.name === ANY_CLUSTER,
  };
}
