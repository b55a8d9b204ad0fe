import { objectAt, stringAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { ApiServer } from '../store/ApiServer';
import { EngineOptions } from './EngineOptions';
import { NotReady } from './KustomizationRun';

/**
 * The cluster itself, or the one of `spec.kubeConfig`.
 *
 * @throws NotReady when its kubeconfig is missing or nothing answers there
 */
export function targetApi(
  { api, remote }: EngineOptions,
  kustomization: KubeObject,
): ApiServer {
  const ref = objectAt(kustomization, 'spec', 'kubeConfig', 'secretRef');
  if (!ref) return api;
  const namespace = kustomization.metadata.namespace ?? '';
  const name = stringAt(ref, 'name') ?? '';
  const secret = api.find({
    apiVersion: 'v1',
    kind: 'Secret',
    namespace,
    name,
  });
  if (!secret) {
    throw new NotReady(
      'ReconciliationFailed',
      `unable to read KubeConfig secret '${namespace}/${name}' error: Secret "${name}" not found`,
    );
  }
  const encoded =
    stringAt(secret, 'data', stringAt(ref, 'key') ?? 'value') ?? '';
  const found = remote(Buffer.from(encoded, 'base64').toString('utf8'));
  if (!found) {
    throw new NotReady(
      'ReconciliationFailed',
      'failed to build kube client: connection refused',
    );
  }
  return found;
}
