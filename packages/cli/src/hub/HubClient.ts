import type {
  ClusterPage,
  ClusterSummary,
  Drift,
  Fleet,
} from '@flotilla/backstage-plugin-flotilla-common';
import { isRecord } from '@flotilla/model';
import { WrongInput } from '../exitCodes';

/** Where the portal is, and who asks. */
export interface HubAddress {
  /** Root of the portal's backend, such as https://portal.acme.example. */
  url: string;
  token?: string;
}

/** Filters of the list of clusters; each one that is given must hold. */
export type ClusterFilter = Readonly<
  Record<string, string | readonly string[] | undefined>
>;

const TIMEOUT_MS = 15_000;

/** The hub's API for people, asked by the command line. */
export class HubClient {
  private readonly base: string;

  constructor(private readonly address: HubAddress) {
    this.base = `${address.url.replace(/\/+$/, '')}/api/flotilla/v1`;
  }

  /** @throws WrongInput when the hub can't be reached or refuses */
  async fleets(): Promise<Fleet[]> {
    const answer = await this.get('/fleets');
    if (!isFleetList(answer)) throw this.strange();
    return answer.items;
  }

  /** @throws WrongInput when the hub can't be reached, refuses or doesn't know the cluster */
  async drift(fleet: string, cluster: string): Promise<Drift> {
    const path = [fleet, cluster].map(encodeURIComponent).join('/');
    const answer = await this.get(`/clusters/${path}/drift`);
    if (!isDrift(answer)) throw this.strange();
    return answer;
  }

  /** All clusters that the filter leaves, worst first; pages are followed to the end. */
  async clusters(filter: ClusterFilter): Promise<ClusterSummary[]> {
    const all: ClusterSummary[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.get(`/clusters${query({ ...filter, cursor })}`);
      if (!isClusterPage(page)) throw this.strange();
      all.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return all;
  }

  private async get(path: string): Promise<unknown> {
    const { token } = this.address;
    const response = await fetch(`${this.base}${path}`, {
      headers: {
        accept: 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(error => {
      throw new WrongInput(
        `the hub at ${this.address.url} can't be reached: ${causeOf(error)}`,
      );
    });
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw this.refusal(response.status, body);
    return body;
  }

  private refusal(status: number, body: unknown): WrongInput {
    if (status === 401) {
      return new WrongInput(
        'the hub wants to know who asks\n  Give a token with --token or FLOTILLA_TOKEN.',
      );
    }
    const message = messageOf(body) ?? `it answered ${status}`;
    return new WrongInput(`the hub says: ${message}`);
  }

  private strange(): WrongInput {
    return new WrongInput(
      `${this.address.url} doesn't answer as a Flotilla hub does\n  Check --hub: it is the root of the portal's backend.`,
    );
  }
}

function query(filter: ClusterFilter): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    for (const one of [value ?? []].flat()) parameters.append(name, one);
  }
  return parameters.size > 0 ? `?${parameters}` : '';
}

/** fetch says "fetch failed"; why stands in its cause. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function messageOf(body: unknown): string | undefined {
  const error = isRecord(body) ? body.error : undefined;
  return isRecord(error) && typeof error.message === 'string'
    ? error.message
    : undefined;
}

function isFleetList(answer: unknown): answer is { items: Fleet[] } {
  return isRecord(answer) && Array.isArray(answer.items);
}

function isClusterPage(answer: unknown): answer is ClusterPage {
  return (
    isRecord(answer) && Array.isArray(answer.items) && isRecord(answer.counts)
  );
}

function isDrift(answer: unknown): answer is Drift {
  return (
    isRecord(answer) &&
    typeof answer.state === 'string' &&
    typeof answer.current === 'boolean' &&
    Array.isArray(answer.resources) &&
    Array.isArray(answer.corrected) &&
    Array.isArray(answer.conditions)
  );
}
