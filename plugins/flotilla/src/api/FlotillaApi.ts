import { createApiRef } from '@backstage/frontend-plugin-api';
import type {
  AgentStatus,
  Change,
  Cluster,
  ClusterPage,
  ClusterQuery,
  Drift,
  Fleet,
  Form,
  Inventory,
  ModelRef,
  Plan,
  Request,
  RequestQuery,
  Timeline,
} from '@flotilla/backstage-plugin-flotilla-common';

/** Which cluster: its name within its fleet. @public */
export interface ClusterRef {
  fleet: string;
  cluster: string;
}

/** Which form: a model version on a provider. @public */
export interface FormQuery {
  fleet: string;
  model: ModelRef;
  provider: string;
  variant?: string;
}

/** Options of every call. @public */
export interface CallOptions {
  signal?: AbortSignal;
}

/**
 * The hub, as a person may use it. Every method throws a {@link HubError}.
 *
 * @public
 */
export interface FlotillaApi {
  /** The fleet repositories that this portal follows, and how fresh each is. */
  fleets(options?: CallOptions): Promise<Fleet[]>;
  /** What the merged commit of a fleet says there is. */
  inventory(fleet: string, options?: CallOptions): Promise<Inventory>;
  /** What may be set on a cluster of a model, as JSON Schema. */
  form(query: FormQuery, options?: CallOptions): Promise<Form>;
  /** What a change would do, and whether policy allows it to the caller. Opens nothing. */
  plan(fleet: string, change: Change, options?: CallOptions): Promise<Plan>;
  /** Requests, newest first. */
  requests(
    query: RequestQuery,
    options?: CallOptions,
  ): Promise<{ items: Request[]; totalCount: number }>;
  /** One request, by its id. */
  request(id: string, options?: CallOptions): Promise<Request>;
  /** A page of clusters, worst first, with exact counts. */
  clusters(query: ClusterQuery, options?: CallOptions): Promise<ClusterPage>;
  /** One cluster. */
  cluster(ref: ClusterRef, options?: CallOptions): Promise<Cluster>;
  /** What differs between Git and a cluster. */
  drift(ref: ClusterRef, options?: CallOptions): Promise<Drift>;
  /** What happened to a cluster. */
  timeline(ref: ClusterRef, options?: CallOptions): Promise<Timeline>;
  /** Lets the agent in whose key has this fingerprint. */
  approveAgent(ref: ClusterRef, fingerprint: string): Promise<AgentStatus>;
  /** Shuts the agent out whose key has this fingerprint. */
  revokeAgent(ref: ClusterRef, fingerprint: string): Promise<AgentStatus>;
  /** Asks the agent that has a key for a new one; it takes it with its next report. */
  rotateAgentKey(ref: ClusterRef, fingerprint: string): Promise<AgentStatus>;
  /** A one-time token with which an agent joins without being asked about. */
  createEnrolmentToken(
    ref: ClusterRef,
  ): Promise<{ token: string; expiresAt: string }>;
}

/** The hub's API. @public */
export const flotillaApiRef = createApiRef<FlotillaApi>().with({
  id: 'plugin.flotilla.hub',
});
