import type {
  EngineReport,
  Report,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { ReportRow } from '../database/rows';

/** What is wrong with an engine, if anything. */
export type EngineTrouble = 'Failed' | 'Suspended' | undefined;

export function engineTrouble(engine: EngineReport | undefined): EngineTrouble {
  if (engine?.ready === 'False' || engine?.sourceReady === 'False') {
    return 'Failed';
  }
  return engine?.suspended ? 'Suspended' : undefined;
}

/** Since when the engine has been in trouble of the same kind. */
export function engineSince(
  report: Report,
  held: Pick<ReportRow, 'engine' | 'engine_since'> | undefined,
): string | null {
  if (!report.engine) {
    return report.type === 'Full' ? null : held?.engine_since ?? null;
  }
  const trouble = engineTrouble(report.engine);
  const before = held?.engine
    ? engineTrouble(JSON.parse(held.engine))
    : undefined;
  if (!trouble) {
    return null;
  }
  return trouble === before && held?.engine_since
    ? held.engine_since
    : report.observedAt;
}

/** An engine looks at the same revision again and again: it was applied when it was first told of. */
export function sinceApplied(
  engine: EngineReport | undefined,
  held: Pick<ReportRow, 'engine'> | undefined,
): EngineReport | undefined {
  if (!engine || !held?.engine) return engine;
  const before: EngineReport = JSON.parse(held.engine);
  const isSame =
    before.appliedAt && before.appliedRevision === engine.appliedRevision;
  return isSame ? { ...engine, appliedAt: before.appliedAt } : engine;
}
