import type { Problem } from '../problems';
import { manifestsBeside } from './manifests';
import type { FleetSources } from './sources';

/** Manifests that can't be read, be it that no cluster uses them yet. */
export function manifestProblems(fleet: FleetSources): Problem[] {
  const folders = [
    ...[...fleet.components.values()].map(({ source, spec }) => ({
      source,
      folder: spec.source.manifests?.path,
    })),
    ...[...fleet.providers.values()].map(({ source, spec }) => ({
      source,
      folder: spec.infrastructure?.manifests,
    })),
  ];
  return folders.flatMap(({ source, folder }) =>
    folder === undefined
      ? []
      : manifestsBeside(fleet.files, source.path, folder).problems,
  );
}
