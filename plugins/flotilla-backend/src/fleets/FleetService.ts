import { InputError, NotFoundError } from '@backstage/errors';
import type {
  Fleet,
  Form,
  Inventory,
} from '@flotilla/backstage-plugin-flotilla-common';
import { clusterForm, versionKey } from '@flotilla/model';
import type { FleetFollower } from './FleetFollower';
import { inventoryOf } from './inventory';

/** What people and other plugins ask of fleets. */
export class FleetService {
  constructor(private readonly follower: FleetFollower) {}

  list(): Fleet[] {
    return this.follower.statuses();
  }

  /** @throws NotFoundError, ServiceUnavailableError */
  inventory(name: string): Inventory {
    const fleet = this.follower.get(name);
    const status = this.follower
      .statuses()
      .find(candidate => candidate.name === name);
    return inventoryOf(fleet, status?.problems ?? []);
  }

  /** @throws NotFoundError for a model that the fleet hasn't, InputError for a choice that it doesn't offer */
  form(
    name: string,
    model: { name: string; version: string },
    { provider, variant }: { provider: string; variant?: string },
  ): Form {
    const { sources } = this.follower.get(name);
    const found = sources.models.get(versionKey(model));
    if (!found) {
      throw new NotFoundError(
        `The fleet "${name}" has no model ${model.name} ${model.version}`,
      );
    }
    const providers = [...sources.providers.values()].map(p => p.metadata.name);
    if (!providers.includes(provider)) {
      throw new InputError(
        `The fleet "${name}" has no provider "${provider}"; it has ${[
          ...new Set(providers),
        ].join(', ')}`,
      );
    }
    const { schema, locked, components, variants } = clusterForm(sources, {
      model,
      provider,
      ...(variant ? { variant } : {}),
    });
    if (variant && !variants.some(known => known.name === variant)) {
      const names = variants.map(known => known.name).join(', ') || 'none';
      throw new InputError(
        `${model.name} ${model.version} has no variant "${variant}"; it has ${names}`,
      );
    }
    return {
      fleet: name,
      model,
      provider,
      ...(variant ? { variant } : {}),
      schema,
      locked,
      components,
    };
  }
}
