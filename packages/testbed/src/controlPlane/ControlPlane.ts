/**
 * A real Kubernetes API server, with the controllers, scheduler and kubelets that make its objects move.
 *
 * @public
 */
export interface ControlPlane {
  /** Where the API is: an https URL on 127.0.0.1, unless the developer's own cluster stands in. */
  readonly url: string;
  /** A kubeconfig, as YAML, of a member of `system:masters`. */
  readonly adminKubeconfig: string;
  /**
   * A kubeconfig, as YAML, of a person. Nobody may do anything that RBAC doesn't give them; `system:masters` may all.
   *
   * @param user - the name that RBAC knows
   * @param groups - the groups that RBAC knows, besides `system:authenticated`
   */
  kubeconfigFor(user: string, groups?: readonly string[]): Promise<string>;
  /**
   * A kubeconfig, as YAML, of a service account. The account and its namespace are made where they aren't there.
   *
   * @param seconds - that its token lives; an hour unless given
   */
  serviceAccountKubeconfig(
    namespace: string,
    name: string,
    seconds?: number,
  ): Promise<string>;
  /**
   * Puts a kubeconfig into a file, for programs that want one.
   *
   * @returns the file's path; it goes with the control plane
   */
  save(kubeconfig: string): Promise<string>;
  /** A namespace of the caller's own, whose name begins with the prefix. */
  namespace(prefix?: string): Promise<string>;
  /** One request to the API as the administrator. */
  request(path: string, init?: KubeRequest): Promise<KubeResponse>;
  /**
   * Server-side apply as the administrator, creating what isn't there.
   *
   * @param path - of the object, such as `/api/v1/namespaces/default/configmaps/a`
   * @throws Error with the server's message when it refuses
   */
  apply(path: string, object: object, manager?: string): Promise<unknown>;
  /**
   * Makes etcd forget the past. The API server still knows some of it by its cache; of ControllerRevisions it has none,
   * so that their old resource versions are gone at once.
   *
   * @throws Error on a cluster whose etcd isn't ours
   */
  compact(): Promise<void>;
  /** Ends all its processes and removes its files. One that is shared ends with the run that shares it. */
  stop(): Promise<void>;
}

/**
 * What {@link ControlPlane.request} sends.
 *
 * @public
 */
export interface KubeRequest {
  method?: string;
  /** Sent as JSON. */
  body?: unknown;
  /** `application/json` unless given. */
  contentType?: string;
  headers?: Record<string, string>;
}

/**
 * What the API answered.
 *
 * @public
 */
export interface KubeResponse {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** The parsed JSON, or the text where it is none. */
  body: unknown;
  /** As it came: of a watch, a line for each event until the watch ends. */
  text: string;
}
