import type { NodeReport } from '@flotilla/backstage-plugin-flotilla-common';
import { KubeObject } from '@flotilla/drift';
import { json } from '../json';

/** How many nodes there are, and of which kubelet version; nothing of a single one. */
export function nodeReport(nodes: readonly KubeObject[]): NodeReport {
  const versions: Record<string, number> = {};
  let ready = 0;
  for (const node of nodes) {
    const status = json.map(node.status);
    const version = json.text(json.map(status.nodeInfo).kubeletVersion);
    if (version) versions[version] = (versions[version] ?? 0) + 1;
    const isReady = json
      .list(status.conditions)
      .map(json.map)
      .some(one => one.type === 'Ready' && one.status === 'True');
    if (isReady) ready += 1;
  }
  return { total: nodes.length, ready, versions };
}
