import type {
  CorrectedDrift,
  Report,
  ResourceReport,
} from '@flotilla/backstage-plugin-flotilla-common';
import { AgentHub } from '../AgentHub';

type Sections = Pick<Report, 'counts' | 'engine' | 'conditions'>;
type Parts = NonNullable<Report['parts']>;

/** What a hub holds of a cluster. */
export interface Held extends Sections {
  parts: Parts;
  /** Only what isn't as it should be. */
  resources: ResourceReport[];
  /** As they were told, one after the other. */
  corrected: CorrectedDrift[];
}

/** What the hub holds: a delta says only what has changed. */
export function heldBy(hub: AgentHub): Held {
  const sections: Sections = {};
  const parts = new Map<string, Parts[number]>();
  const resources = new Map<string, ResourceReport>();
  for (const report of hub.reports) {
    const { counts, engine, conditions } = report;
    if (report.type === 'Full') {
      resources.clear();
      parts.clear();
    }
    if (counts) sections.counts = counts;
    if (engine) sections.engine = engine;
    if (conditions) sections.conditions = conditions;
    for (const one of report.parts ?? []) {
      parts.set(`${one.cluster} ${one.name}`, one);
    }
    for (const one of report.resources ?? []) resources.set(one.key, one);
    for (const key of report.removed ?? []) resources.delete(key);
  }
  return {
    ...sections,
    parts: [...parts.values()],
    resources: [...resources.values()],
    corrected: hub.reports.flatMap(({ corrected = [] }) => corrected),
  };
}

/** What was ever told as drift. */
export function findingsOf(hub: AgentHub): ResourceReport[] {
  return hub.reports
    .flatMap(({ resources = [] }) => resources)
    .filter(({ state }) =>
      ['Modified', 'Missing', 'Orphaned', 'Unmanaged'].includes(state),
    );
}
