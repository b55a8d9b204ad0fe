import { FlotillaService } from '@flotilla/backstage-plugin-flotilla-node';
import { FleetInventory } from '../entities/FleetInventory';
import { sampleInventory } from './sampleInventory';

/** The hub as the catalog sees it: one fleet, whose inventory the test exchanges. */
export class Hub {
  inventory: FleetInventory | Error = sampleInventory();

  readonly service: FlotillaService = {
    listFleets: async () => {
      const { owner, commit } =
        this.inventory instanceof Error
          ? { owner: '', commit: `${this.commits}` }
          : this.inventory;
      return [
        {
          name: 'acme',
          owner,
          commit,
          repositoryUrl: 'https://github.com/acme/fleet',
          branch: 'main',
          problems: [],
          staleClusters: [],
        },
      ];
    },
    getInventory: async () => {
      if (this.inventory instanceof Error) {
        throw this.inventory;
      }
      return this.inventory;
    },
    plan: unused,
    createRequest: unused,
    recordPullRequest: unused,
    getRequest: unused,
  };

  private commits = 0;

  push(inventory: Partial<FleetInventory> | Error) {
    this.commits += 1;
    this.inventory =
      inventory instanceof Error
        ? inventory
        : sampleInventory({ commit: `${this.commits}`, ...inventory });
  }
}

async function unused(): Promise<never> {
  throw new Error('The catalog has no use for this');
}
