import type { KubeObject } from '@flotilla/drift';
import { renderCluster } from '../render/cluster';
import { loaded } from './loaded';
import { replace } from './smallFleet';
import type { FleetEdits } from './smallFleet';

/** The objects of each part of a cluster of the small fleet; it must have no problem. */
export function renderedParts(
  cluster: string,
  edits: FleetEdits = {},
): Map<string, KubeObject[]> {
  const { parts, problems } = renderCluster(loaded(edits), cluster);
  if (problems.length > 0) throw new Error(JSON.stringify(problems, null, 1));
  return new Map(parts.map(part => [part.name, part.objects]));
}

/** The one object of a kind and name. */
export function theObject(
  objects: readonly KubeObject[] | undefined,
  kind: string,
  name?: string,
): KubeObject {
  const found = objects?.find(
    o => o.kind === kind && (name === undefined || o.metadata.name === name),
  );
  if (!found) throw new Error(`no ${kind} ${name ?? ''}`);
  return found;
}

/** The small fleet under Argo CD. */
export const ARGO_CD: FleetEdits = {
  'fleet.yaml': replace('engine: Flux', 'engine: ArgoCD'),
};

/** Makes the component `web` a chart. */
export function asChart(source: string): (text: string) => string {
  const chart = replace('{manifests: {path: manifests/}}', `{helm: ${source}}`);
  return text => chart(text.slice(0, text.indexOf('  patches')));
}
