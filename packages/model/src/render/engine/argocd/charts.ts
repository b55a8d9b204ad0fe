import type { KubeObject } from '@flotilla/drift';
import { isRecord } from '../../../source/pointer';
import { CHARTS } from './names';
import type { ChartPlace } from './platform';
import { installerOf } from '../installer';

/** The charts among rendered objects. */
export function chartsOf(objects: readonly KubeObject[]): ChartPlace[] {
  return objects.flatMap(({ kind, metadata, spec }) => {
    if (kind !== 'Application' || !isRecord(spec) || spec.project !== CHARTS)
      return [];
    const { source, destination } = spec;
    if (!isRecord(source) || !isRecord(destination)) return [];
    return [
      {
        repository: String(source.repoURL),
        namespace: String(destination.namespace),
        installer: installerOf(metadata.name),
      },
    ];
  });
}
