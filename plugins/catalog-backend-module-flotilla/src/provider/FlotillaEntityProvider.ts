import {
  AuthService,
  BackstageCredentials,
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  CatalogService,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import {
  ANNOTATION_FLEET,
  Fleet,
} from '@flotilla/backstage-plugin-flotilla-common';
import { FlotillaService } from '@flotilla/backstage-plugin-flotilla-node';
import { fleetEntities } from '../entities/fleetEntities';
import { fleetMutation, hashOf, KnownEntities } from './mutation';
import { FleetIdentity, plainUrl } from './readProviderConfig';

/** After this the catalog is compared again even where Git stood still: an entity may have been deleted by hand. */
const SETTLED_FOR_MS = 15 * 60 * 1000;

export interface FlotillaEntityProviderOptions {
  identity: FleetIdentity;
  confirmRemovals: ReadonlyMap<string, number>;
  flotilla: FlotillaService;
  catalog: CatalogService;
  auth: AuthService;
  logger: LoggerService;
  taskRunner: SchedulerServiceTaskRunner;
}

/** One fleet's clusters, workspaces, models and components, as the merged commit has them. */
export class FlotillaEntityProvider implements EntityProvider {
  private connection: EntityProviderConnection | undefined;
  private running: Promise<void> = Promise.resolve();
  private settled: { commit: string; at: number } | undefined;

  constructor(private readonly options: FlotillaEntityProviderOptions) {}

  getProviderName(): string {
    const { name, repositoryUrl } = this.options.identity;
    return `flotilla:${name ?? repositoryUrl}`;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.connection = connection;
    await this.options.taskRunner.run({
      id: `${this.getProviderName()}:refresh`,
      fn: () => this.refresh(),
    });
  }

  /** Whether a fleet that the hub names is this provider's. */
  isOf({
    name,
    repositoryUrl,
  }: {
    name: string;
    repositoryUrl?: string;
  }): boolean {
    const { identity } = this.options;
    if (identity.name) {
      return identity.name === name;
    }
    return (
      repositoryUrl !== undefined &&
      plainUrl(repositoryUrl) === identity.repositoryUrl
    );
  }

  /** Brings the catalog to the newest commit. What can't be read is logged, and leaves the catalog as it is. */
  refresh(): Promise<void> {
    this.running = this.running.then(() =>
      this.follow().catch(error => {
        this.options.logger.warn(
          `${this.getProviderName()}: the catalog keeps what it knows: ${error}`,
        );
      }),
    );
    return this.running;
  }

  private async follow(): Promise<void> {
    if (!this.connection) {
      return;
    }
    const { flotilla, auth, logger } = this.options;
    const credentials = await auth.getOwnServiceCredentials();
    const fleet = (await flotilla.listFleets({ credentials })).find(each =>
      this.isOf(each),
    );
    if (!fleet?.commit) {
      logger.info(
        `${this.getProviderName()}: the hub has not read this fleet yet`,
      );
      return;
    }
    if (this.isSettled(fleet.commit)) {
      return;
    }
    const inventory = await flotilla.getInventory(fleet.name, { credentials });
    if (!inventory.complete) {
      logger.warn(
        `${this.getProviderName()}: commit ${
          inventory.commit
        } can't be read in full; the catalog keeps what it knows`,
      );
      return;
    }
    await this.apply(fleet, { ...inventory, owner: fleet.owner }, credentials);
  }

  private async apply(
    { name }: Fleet,
    inventory: Parameters<typeof fleetEntities>[0],
    credentials: BackstageCredentials,
  ): Promise<void> {
    const { entities, refused } = await fleetEntities(inventory);
    refused.forEach(({ path, reason }) =>
      this.options.logger.warn(
        `${this.getProviderName()}: ${path} is left out: ${reason}`,
      ),
    );
    const { mutation, withheld } = fleetMutation({
      known: await this.known(name, credentials),
      entities,
      refused: new Set(refused.map(({ entityRef }) => entityRef)),
      locationKey: `flotilla:${name}`,
      confirmedRemovals: this.options.confirmRemovals.get(name),
    });
    if (mutation.added.length + mutation.removed.length > 0) {
      await this.connection?.applyMutation(mutation);
      this.options.logger.info(
        `${this.getProviderName()}: ${
          mutation.added.length
        } entities written, ${mutation.removed.length} removed, at ${
          inventory.commit
        }`,
      );
    }
    if (withheld.length > 0) {
      this.options.logger.error(
        `${this.getProviderName()}: ${
          withheld.length
        } entities are gone from Git, most of the fleet. They stay in the catalog until ` +
          `catalog.providers.flotilla.confirmRemovals.${name} is ${withheld.length} or more.`,
      );
      return;
    }
    this.settled = { commit: inventory.commit, at: Date.now() };
  }

  private isSettled(commit: string): boolean {
    return (
      this.settled?.commit === commit &&
      Date.now() - this.settled.at < SETTLED_FOR_MS
    );
  }

  /** Read from the catalog each time: a replica's own memory would miss what the others wrote. */
  private async known(
    fleet: string,
    credentials: BackstageCredentials,
  ): Promise<KnownEntities> {
    const { items } = await this.options.catalog.getEntities(
      {
        filter: { [`metadata.annotations.${ANNOTATION_FLEET}`]: fleet },
        fields: [
          'kind',
          'metadata.namespace',
          'metadata.name',
          `metadata.annotations`,
        ],
      },
      { credentials },
    );
    return new Map(
      items.flatMap(entity => {
        const hash = hashOf(entity);
        return hash ? [[stringifyEntityRef(entity), hash]] : [];
      }),
    );
  }
}
