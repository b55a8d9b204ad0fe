import { gunzipSync } from 'node:zlib';
import { KubeObject, ObjectRef, objectRef } from '@flotilla/drift';
import { json } from '../json';
import { Unreadable } from './Unreadable';
import { parsePart } from './parsePart';

/** A release that Helm has stored. */
export interface StoredRelease {
  /** The namespace of what it makes, where that names none. */
  namespace: string;
  secret: { namespace: string; name: string };
}

/** Releases of megabytes are stored compressed; what would grow past this is refused. */
const MAX_BYTES = 64 * 1024 * 1024;

export function isHelmRelease({ group, kind }: ObjectRef): boolean {
  return group === 'helm.toolkit.fluxcd.io' && kind === 'HelmRelease';
}

/** The release that a HelmRelease has put into the cluster last, by its status; undefined when there is none. */
export function storedRelease(
  helmRelease: KubeObject,
): StoredRelease | undefined {
  if (!isHelmRelease(objectRef(helmRelease))) return undefined;
  const status = json.map(helmRelease.status);
  const [latest] = json.list(status.history).map(json.map);
  const name = json.text(latest?.name);
  const version = json.number(latest?.version);
  if (!name || version === undefined) return undefined;
  const own = helmRelease.metadata.namespace ?? '';
  return {
    namespace: json.text(latest?.namespace) || own,
    secret: {
      namespace: json.text(status.storageNamespace) || own,
      name: `sh.helm.release.v1.${name}.v${version}`,
    },
  };
}

/**
 * The objects of a release, from the Secret in which Helm stores it. Hooks
 * aren't among them: they come and go.
 *
 * @throws Error when the Secret holds no release
 */
export function releaseObjects(secret: unknown): KubeObject[] {
  const data = json.text(json.map(json.map(secret).data).release);
  const inner = Buffer.from(data, 'base64').toString('ascii');
  const packed = Buffer.from(inner, 'base64');
  const text = gunzipSync(packed, { maxOutputLength: MAX_BYTES });
  const { manifest } = json.map(json.parse(text.toString('utf8')));
  if (typeof manifest !== 'string')
    throw new Unreadable('it holds no manifest');
  return parsePart(manifest);
}
