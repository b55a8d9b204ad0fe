import type { RequestOptions } from 'node:https';

/**
 * How an API server is reached, and as whom: a `KubeConfig` of the Kubernetes client is one.
 *
 * @public
 */
export interface KubeAccess {
  /** Null where none is named. */
  getCurrentCluster(): {
    /** Such as `https://10.0.0.1:443`. */
    server: string;
    proxyUrl?: string;
  } | null;
  /** Adds trust and credentials to a request. */
  applyToHTTPSOptions(options: RequestOptions): Promise<void>;
}
