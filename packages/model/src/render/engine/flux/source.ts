import type { KubeObject } from '@flotilla/drift';

/** A repository that Flux reads: Git, or an OCI registry where its address begins with `oci://`. */
export interface FluxSource {
  name: string;
  namespace: string;
  url: string;
  /** The tag, where the source is a registry. */
  branch: string;
  secretRef?: string;
  interval?: string;
}

const API_VERSION = 'source.toolkit.fluxcd.io/v1';

/** The kind of Flux's object for an address. */
export function sourceKind(url: string): 'GitRepository' | 'OCIRepository' {
  return url.startsWith('oci://') ? 'OCIRepository' : 'GitRepository';
}

export function source(given: FluxSource): KubeObject {
  const { name, namespace, url, branch, secretRef, interval = '1m' } = given;
  const kind = sourceKind(url);
  return {
    apiVersion: API_VERSION,
    kind,
    metadata: { name, namespace },
    spec: {
      url,
      ref: kind === 'OCIRepository' ? { tag: branch } : { branch },
      interval,
      ...(secretRef && { secretRef: { name: secretRef } }),
    },
  };
}
