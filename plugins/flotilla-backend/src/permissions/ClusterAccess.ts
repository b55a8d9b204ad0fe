import type {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
  PermissionCriteria,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import {
  agentApprovePermission,
  clusterReadPermission,
  RESOURCE_TYPE_FLOTILLA_CLUSTER,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { ClusterStore } from '../clusters';
import type { ClusterRow } from '../database/rows';
import { permissionCluster } from './permissionCluster';
import { ClusterFilter, clusterResourceRef } from './rules';

/** Which clusters a caller may see: all, none, or those that fit the criteria. */
export type VisibleClusters =
  | 'all'
  | 'none'
  | PermissionCriteria<ClusterFilter>;

type ClusterPermission = ResourcePermission<
  typeof RESOURCE_TYPE_FLOTILLA_CLUSTER
>;

/** What the caller may see and do, always by the caller's own credentials. */
export class ClusterAccess {
  private readonly isAuthorized;
  private readonly toFilter;

  constructor(
    private readonly permissions: PermissionsService,
    registry: PermissionsRegistryService,
    private readonly clusters: ClusterStore,
  ) {
    const ruleset = registry.getPermissionRuleset(clusterResourceRef);
    this.isAuthorized = createConditionAuthorizer(ruleset);
    this.toFilter = createConditionTransformer(ruleset);
  }

  /**
   * Which clusters the caller may see; undefined for all.
   *
   * @throws NotAllowedError when none
   */
  async readable(
    credentials: BackstageCredentials,
  ): Promise<PermissionCriteria<ClusterFilter> | undefined> {
    const visible = await this.visible(credentials);
    if (visible === 'none') {
      throw new NotAllowedError('You may not see clusters');
    }
    return visible === 'all' ? undefined : visible;
  }

  async visible(credentials: BackstageCredentials): Promise<VisibleClusters> {
    const [decision] = await this.permissions.authorizeConditional(
      [{ permission: clusterReadPermission }],
      { credentials },
    );
    switch (decision.result) {
      case AuthorizeResult.ALLOW:
        return 'all';
      case AuthorizeResult.CONDITIONAL:
        return this.toFilter(decision.conditions);
      default:
        return 'none';
    }
  }

  /**
   * A cluster that the caller may see.
   *
   * @throws NotFoundError when there is none of the name that the caller may see
   */
  async read(
    credentials: BackstageCredentials,
    fleet: string,
    name: string,
  ): Promise<ClusterRow> {
    const row = await this.clusters.find(fleet, name);
    if (
      !row ||
      !(await this.isAllowed(credentials, clusterReadPermission, row))
    ) {
      throw new NotFoundError(
        `The fleet "${fleet}" has no cluster "${name}" that you may see`,
      );
    }
    return row;
  }

  /**
   * Refuses names of clusters that the caller may not see; names that no cluster has are fine.
   *
   * @throws NotFoundError
   */
  async refuseHidden(
    credentials: BackstageCredentials,
    fleet: string,
    names: Iterable<string>,
  ): Promise<void> {
    for (const name of names) {
      if (await this.clusters.find(fleet, name)) {
        await this.read(credentials, fleet, name);
      }
    }
  }

  /**
   * A cluster whose agents the caller may decide on.
   *
   * @throws NotFoundError, NotAllowedError
   */
  async decideOnAgents(
    credentials: BackstageCredentials,
    fleet: string,
    name: string,
  ): Promise<ClusterRow> {
    const row = await this.read(credentials, fleet, name);
    if (!(await this.isAllowed(credentials, agentApprovePermission, row))) {
      throw new NotAllowedError(
        `You may not decide on the agents of ${name}: that needs the permission ${agentApprovePermission.name}`,
      );
    }
    return row;
  }

  /** @throws NotAllowedError */
  async require(
    credentials: BackstageCredentials,
    permission: BasicPermission,
  ): Promise<void> {
    if (!(await this.has(credentials, permission))) {
      throw new NotAllowedError(
        `You may not do this: it needs the permission ${permission.name}`,
      );
    }
  }

  async has(
    credentials: BackstageCredentials,
    permission: BasicPermission,
  ): Promise<boolean> {
    const [{ result }] = await this.permissions.authorize([{ permission }], {
      credentials,
    });
    return result === AuthorizeResult.ALLOW;
  }

  private async isAllowed(
    credentials: BackstageCredentials,
    permission: ClusterPermission,
    row: ClusterRow,
  ): Promise<boolean> {
    const [decision] = await this.permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    return this.isAuthorized(decision, permissionCluster(row));
  }
}
