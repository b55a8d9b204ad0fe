import { stringAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';

/** Versions as Kubernetes writes them, with a `v`. */
export function versionOf(controlPlane: KubeObject): string | undefined {
  const version = stringAt(controlPlane, 'spec', 'version');
  if (version === undefined) return undefined;
  return withPrefix(version);
}

export function withPrefix(version: string): string {
  return version.startsWith('v') ? version : `v${version}`;
}
