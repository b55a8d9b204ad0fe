import { ControlPlane, FLUX } from '@flotilla/testbed';
import { lookUp } from '../path/lookUp';
import { KubeObject } from '../object';
import { canonicalJson } from '../scalar/canonicalJson';
import { ownedLeaves } from './ownedLeaves';

/**
 * The declared places that the server itself would change: server-side apply
 * of what Git says, as Flux, tried only; what comes out is held against live.
 *
 * @returns their field paths; or the server's reason where it refuses
 */
export async function serverDifferences(
  kubernetes: ControlPlane,
  path: string,
  sent: KubeObject,
  live: KubeObject,
): Promise<string[] | { refused: string }> {
  const query = `?dryRun=All&force=true&fieldManager=${FLUX}`;
  const { status, body } = await kubernetes.request(`${path}${query}`, {
    method: 'PATCH',
    contentType: 'application/apply-patch+yaml',
    body: sent,
  });
  if (!isObject(body) || status >= 300) {
    return { refused: JSON.stringify(body).slice(0, 300) };
  }
  return ownedLeaves(body, FLUX)
    .filter(
      ({ steps }) =>
        // What Git says with a null it asks nothing for.
        lookUp(sent, steps) !== null &&
        canonicalJson(lookUp(body, steps)) !==
          canonicalJson(lookUp(live, steps)),
    )
    .map(leaf => leaf.fieldPath);
}

function isObject(value: unknown): value is KubeObject {
  return typeof value === 'object' && value !== null && 'metadata' in value;
}
