import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { fleetReadPermission } from '@flotilla/backstage-plugin-flotilla-common';
import type { Requester, RequestViewer } from '../requests';
import type { ClusterAccess } from './ClusterAccess';

/** Which requests the caller may see, always by the caller's own credentials. */
export class RequestAccess {
  constructor(
    private readonly auth: AuthService,
    private readonly access: ClusterAccess,
  ) {}

  /** Other people's requests show no more than the caller may see of fleets and of clusters. */
  async viewer(credentials: BackstageCredentials): Promise<RequestViewer> {
    const mayReadFleets = await this.access.has(
      credentials,
      fleetReadPermission,
    );
    return {
      ...(this.auth.isPrincipal(credentials, 'user')
        ? { user: credentials.principal.userEntityRef }
        : {}),
      others: mayReadFleets ? await this.access.visible(credentials) : 'none',
    };
  }

  /**
   * Changes are asked for by people, also where a task of the scaffolder asks on their behalf.
   *
   * @throws NotAllowedError
   */
  async requester(credentials: BackstageCredentials): Promise<Requester> {
    const { user, others } = await this.viewer(credentials);
    if (!user) {
      throw new NotAllowedError(
        'A change is asked for by a person: call with credentials of a user',
      );
    }
    return { user, others };
  }
}
