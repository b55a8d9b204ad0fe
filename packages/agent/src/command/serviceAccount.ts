import { existsSync, readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { KubeAccess } from '../kube/KubeAccess';

/** Where the kubelet puts the account of a Pod. */
export const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
/** The kubelet replaces a token long before it ends. */
const FRESH_MILLISECONDS = 60_000;

/**
 * The Pod's own account, read from the files that the kubelet keeps. The Kubernetes client can do that too; it takes
 * 30 MiB for all else that it can do.
 *
 * @param directory - where the files are
 * @param env - names the API server
 * @returns undefined where this is no Pod with an account
 */
export function serviceAccount(
  directory: string,
  env: Record<string, string | undefined>,
): KubeAccess | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = env;
  const file = join(directory, 'token');
  if (!host || !port || !existsSync(file)) return undefined;
  const server = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
  const ca = readFileSync(join(directory, 'ca.crt'));
  let token = '';
  let readAt = 0;
  return {
    getCurrentCluster: () => ({ server }),
    applyToHTTPSOptions: async options => {
      if (Date.now() - readAt > FRESH_MILLISECONDS) {
        token = readFileSync(file, 'utf8').trim();
        readAt = Date.now();
      }
      const authorization = `Bearer ${token}`;
      options.headers = { ...options.headers, authorization };
      options.ca = ca;
    },
  };
}
