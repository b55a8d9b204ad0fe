import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  Change,
  Fleet,
  Inventory,
  Plan,
  PullRequest,
  Request,
} from '@flotilla/backstage-plugin-flotilla-common';

/**
 * Whose rights a call uses. The hub decides by them, and records who they are.
 *
 * @public
 */
export interface FlotillaRequestOptions {
  credentials: BackstageCredentials;
}

/**
 * The hub, for other backend plugins.
 *
 * Every method throws the hub's own error (NotFoundError, NotAllowedError, InputError, ConflictError by name)
 * when the hub refuses, and a ServiceUnavailableError when the hub can't be reached.
 *
 * @public
 */
export interface FlotillaService {
  /** The fleets that this portal follows, with how fresh each is. */
  listFleets(options: FlotillaRequestOptions): Promise<Fleet[]>;

  /** What the newest merged commit of a fleet says there is. */
  getInventory(
    fleet: string,
    options: FlotillaRequestOptions,
  ): Promise<Inventory>;

  /** What a change would do and whether policy allows it to the caller; opens and stores nothing. */
  plan(
    fleet: string,
    change: Change,
    options: FlotillaRequestOptions,
  ): Promise<Plan>;

  /**
   * Records that the caller asks for a change. While a request for the same branch is open, asking again
   * gives that request back.
   */
  createRequest(
    fleet: string,
    change: Change,
    options: FlotillaRequestOptions,
  ): Promise<{ request: Request; plan: Plan }>;

  /** Names the pull request that was opened for a request. */
  recordPullRequest(
    requestId: string,
    pullRequest: Pick<PullRequest, 'number' | 'url' | 'headSha'>,
    options: FlotillaRequestOptions,
  ): Promise<Request>;

  /** A request, with where it is between the form and a cluster in sync. */
  getRequest(
    requestId: string,
    options: FlotillaRequestOptions,
  ): Promise<Request>;
}
