import { gt, rcompare } from 'semver';
import type { FleetSources } from '../load/sources';
import { compareText } from '../problems';
import { mayMoveTo } from './upgrades';

/** A model with its versions, the newest first. @public */
export interface ModelVersions {
  name: string;
  versions: { version: string; draft: boolean; description?: string }[];
}

/** Every model of the fleet by name, its versions newest first. @public */
export function modelVersions(fleet: FleetSources): ModelVersions[] {
  const byName = new Map<string, ModelVersions>();
  for (const { metadata, spec } of fleet.models.values()) {
    const model = byName.get(metadata.name) ?? {
      name: metadata.name,
      versions: [],
    };
    const { version, draft = false, description } = spec;
    model.versions.push({
      version,
      draft,
      ...(description !== undefined && { description }),
    });
    byName.set(metadata.name, model);
  }
  const models = [...byName.values()].sort((a, b) =>
    compareText(a.name, b.name),
  );
  models.forEach(({ versions }) =>
    versions.sort((a, b) => rcompare(a.version, b.version)),
  );
  return models;
}

/**
 * Released versions of a model to which a cluster may move from one of its versions in one step, the newest first.
 *
 * @public
 */
export function newerVersions(
  fleet: FleetSources,
  of: { name: string; version: string },
): string[] {
  return newerReleases(fleet, of).filter(to =>
    mayMoveTo(fleet, of.name, { from: of.version, to }),
  );
}

/** Whether no released version of a model is newer than one of its versions. @public */
export function isNewestVersion(
  fleet: FleetSources,
  of: { name: string; version: string },
): boolean {
  return newerReleases(fleet, of).length === 0;
}

function newerReleases(
  fleet: FleetSources,
  of: { name: string; version: string },
): string[] {
  const model = modelVersions(fleet).find(({ name }) => name === of.name);
  return (model?.versions ?? [])
    .filter(({ version, draft }) => !draft && gt(version, of.version))
    .map(({ version }) => version);
}
