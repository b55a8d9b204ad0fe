import { Inventory } from '@flotilla/backstage-plugin-flotilla-common';

/** An inventory with the fleet's owner, who stands in where a file names none that can be read. */
export interface FleetInventory extends Inventory {
  owner: string;
}
