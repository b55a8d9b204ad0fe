import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { ResponseError, ServiceUnavailableError } from '@backstage/errors';
import {
  Change,
  Fleet,
  Inventory,
  Plan,
  PullRequest,
  Request,
} from '@flotilla/backstage-plugin-flotilla-common';
import { FlotillaRequestOptions, FlotillaService } from './FlotillaService';

const PLUGIN_ID = 'flotilla';

/** The hub over HTTP, wherever it runs, on behalf of whoever calls. */
export class HubClient implements FlotillaService {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly auth: AuthService,
  ) {}

  async listFleets(options: FlotillaRequestOptions): Promise<Fleet[]> {
    const { items } = await this.call<{ items: Fleet[] }>(
      'GET',
      ['fleets'],
      options,
    );
    return items;
  }

  async getInventory(
    fleet: string,
    options: FlotillaRequestOptions,
  ): Promise<Inventory> {
    return this.call('GET', ['fleets', fleet, 'inventory'], options);
  }

  async plan(
    fleet: string,
    change: Change,
    options: FlotillaRequestOptions,
  ): Promise<Plan> {
    return this.call('POST', ['fleets', fleet, 'plans'], options, { change });
  }

  async createRequest(
    fleet: string,
    change: Change,
    options: FlotillaRequestOptions,
  ): Promise<{ request: Request; plan: Plan }> {
    return this.call('POST', ['fleets', fleet, 'requests'], options, {
      change,
    });
  }

  async recordPullRequest(
    requestId: string,
    { number, url, headSha }: Pick<PullRequest, 'number' | 'url' | 'headSha'>,
    options: FlotillaRequestOptions,
  ): Promise<Request> {
    const path = ['requests', requestId, 'pull-request'];
    return this.call('PUT', path, options, { number, url, headSha });
  }

  async getRequest(
    requestId: string,
    options: FlotillaRequestOptions,
  ): Promise<Request> {
    return this.call('GET', ['requests', requestId], options);
  }

  private async call<Answer>(
    method: 'GET' | 'POST' | 'PUT',
    path: string[],
    { credentials }: FlotillaRequestOptions,
    body?: object,
  ): Promise<Answer> {
    const baseUrl = await this.discovery.getBaseUrl(PLUGIN_ID);
    const { token } = await this.auth.getPluginRequestToken({
      onBehalfOf: credentials,
      targetPluginId: PLUGIN_ID,
    });
    const response = await fetch(
      `${baseUrl}/v1/${path.map(encodeURIComponent).join('/')}`,
      {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
        body: body && JSON.stringify(body),
      },
    ).catch(error => {
      throw new ServiceUnavailableError(
        "Flotilla's hub can't be reached",
        error,
      );
    });
    if (!response.ok) {
      // The cause is the error as the hub threw it: its words are for people, those around it are about HTTP.
      const { cause } = await ResponseError.fromResponse(response);
      throw cause;
    }
    return response.json();
  }
}
