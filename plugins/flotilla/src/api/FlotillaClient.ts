import type { FetchApi } from '@backstage/frontend-plugin-api';
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
  Plan,
  Request,
  RequestQuery,
  Timeline,
} from '@flotilla/backstage-plugin-flotilla-common';
import type {
  CallOptions,
  ClusterRef,
  FlotillaApi,
  FormQuery,
} from './FlotillaApi';
import { HubError } from './HubError';

type QueryValue = string | number | boolean | string[] | undefined;

const queryString = (query: Record<string, QueryValue>): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const values = Array.isArray(value) ? value : [value];
    for (const one of values) {
      if (one !== undefined && one !== '') params.append(name, String(one));
    }
  }
  const text = params.toString();
  return text ? `?${text}` : '';
};

/** A path whose parts can't break out of their place. */
const path = (parts: TemplateStringsArray, ...values: string[]): string =>
  parts.reduce(
    (whole, part, i) => whole + encodeURIComponent(values[i - 1] ?? '') + part,
  );

/** The hub over HTTP. The wire types are the hub's contract; it validates what it sends. */
export class FlotillaClient implements FlotillaApi {
  constructor(private readonly fetchApi: FetchApi) {}

  async fleets(options?: CallOptions): Promise<Fleet[]> {
    const { items } = await this.get<{ items: Fleet[] }>('/v1/fleets', options);
    return items;
  }

  inventory(fleet: string, options?: CallOptions): Promise<Inventory> {
    return this.get(path`/v1/fleets/${fleet}/inventory`, options);
  }

  form(query: FormQuery, options?: CallOptions): Promise<Form> {
    const { fleet, model, provider, variant } = query;
    const form = path`/v1/fleets/${fleet}/models/${model.name}/${model.version}/form`;
    return this.get(form + queryString({ provider, variant }), options);
  }

  plan(fleet: string, change: Change, options?: CallOptions): Promise<Plan> {
    return this.post(path`/v1/fleets/${fleet}/plans`, { change }, options);
  }

  requests(
    query: RequestQuery,
    options?: CallOptions,
  ): Promise<{ items: Request[]; totalCount: number }> {
    return this.get(`/v1/requests${queryString({ ...query })}`, options);
  }

  request(id: string, options?: CallOptions): Promise<Request> {
    return this.get(path`/v1/requests/${id}`, options);
  }

  clusters(query: ClusterQuery, options?: CallOptions): Promise<ClusterPage> {
    return this.get(`/v1/clusters${queryString({ ...query })}`, options);
  }

  cluster(ref: ClusterRef, options?: CallOptions): Promise<Cluster> {
    return this.get(path`/v1/clusters/${ref.fleet}/${ref.cluster}`, options);
  }

  drift(ref: ClusterRef, options?: CallOptions): Promise<Drift> {
    return this.get(
      path`/v1/clusters/${ref.fleet}/${ref.cluster}/drift`,
      options,
    );
  }

  timeline(ref: ClusterRef, options?: CallOptions): Promise<Timeline> {
    return this.get(
      path`/v1/clusters/${ref.fleet}/${ref.cluster}/timeline`,
      options,
    );
  }

  approveAgent(ref: ClusterRef, fingerprint: string): Promise<AgentStatus> {
    return this.post(
      path`/v1/clusters/${ref.fleet}/${ref.cluster}/agent/approve`,
      { fingerprint },
    );
  }

  revokeAgent(ref: ClusterRef, fingerprint: string): Promise<AgentStatus> {
    return this.post(
      path`/v1/clusters/${ref.fleet}/${ref.cluster}/agent/revoke`,
      { fingerprint },
    );
  }

  rotateAgentKey(ref: ClusterRef, fingerprint: string): Promise<AgentStatus> {
    return this.post(
      path`/v1/clusters/${ref.fleet}/${ref.cluster}/agent/rotate`,
      { fingerprint },
    );
  }

  createEnrolmentToken(
    ref: ClusterRef,
  ): Promise<{ token: string; expiresAt: string }> {
    return this.post(
      path`/v1/clusters/${ref.fleet}/${ref.cluster}/enrolment-tokens`,
      undefined,
    );
  }

  private get<T>(at: string, options?: CallOptions): Promise<T> {
    return this.call(at, { signal: options?.signal });
  }

  private post<T>(
    at: string,
    body: unknown,
    options?: CallOptions,
  ): Promise<T> {
    return this.call(at, {
      method: 'POST',
      signal: options?.signal,
      ...(body !== undefined && {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
  }

  private async call<T>(at: string, init: RequestInit): Promise<T> {
    const response = await this.answer(`plugin://flotilla${at}`, init);
    if (!response.ok) throw await HubError.fromResponse(response);
    return response.json();
  }

  private async answer(url: string, init: RequestInit): Promise<Response> {
    try {
      return await this.fetchApi.fetch(url, init);
    } catch (error) {
      // Whoever aborted a call isn't told that the hub is down.
      if (init.signal?.aborted) throw error;
      throw HubError.unreachable(error);
    }
  }
}
