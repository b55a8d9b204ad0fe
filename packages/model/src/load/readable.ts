import type { Problem } from '../problems';
import { machineTemplatesOf, manifestsBeside } from './manifests';
import type { FleetSources } from './sources';

/** Manifests that can't be read, be it that no cluster uses them yet. */
export function manifestProblems(fleet: FleetSources): Problem[] {
  const { files, components, providers } = fleet;
  return [
    ...[...components.values()].flatMap(({ source, spec }) => {
      const { manifests } = spec.source;
      return manifests
        ? manifestsBeside(files, source.path, manifests.path).problems
        : [];
    }),
    ...[...providers.values()].flatMap(
      provider => machineTemplatesOf(files, provider).problems,
    ),
  ];
}
