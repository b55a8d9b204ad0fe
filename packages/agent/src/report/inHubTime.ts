import type {
  Condition,
  CorrectedDrift,
  EngineReport,
  FieldDrift,
  FieldManager,
  Report,
} from '@flotilla/backstage-plugin-flotilla-common';

type Shift = (time: string) => string;

/**
 * A report whose times were written by the cluster's clock, told by the hub's.
 *
 * @param ahead - the hub's clock less the cluster's, in milliseconds
 */
export function inHubTime(report: Report, ahead: number): Report {
  if (ahead === 0) return report;
  const shift: Shift = time => {
    const at = Date.parse(time);
    return Number.isNaN(at) ? time : new Date(at + ahead).toISOString();
  };
  const { engine, resources, corrected, infrastructure, conditions } = report;
  return {
    ...report,
    ...(engine ? { engine: ofEngine(engine, shift) } : {}),
    ...(resources
      ? {
          resources: resources.map(one => ({
            ...one,
            ...(one.since ? { since: shift(one.since) } : {}),
            fields: one.fields.map(field => ofField(field, shift)),
          })),
        }
      : {}),
    ...(corrected
      ? { corrected: corrected.map(one => ofCorrected(one, shift)) }
      : {}),
    ...(infrastructure
      ? {
          infrastructure: infrastructure.map(one => ({
            ...one,
            conditions: one.conditions.map(each => ofCondition(each, shift)),
          })),
        }
      : {}),
    ...(conditions
      ? { conditions: conditions.map(each => ofCondition(each, shift)) }
      : {}),
  };
}

function ofEngine(engine: EngineReport, shift: Shift): EngineReport {
  const { appliedAt, suspendedBy } = engine;
  return {
    ...engine,
    ...(appliedAt ? { appliedAt: shift(appliedAt) } : {}),
    ...(suspendedBy ? { suspendedBy: ofManager(suspendedBy, shift) } : {}),
  };
}

function ofManager(manager: FieldManager, shift: Shift): FieldManager {
  return manager.time ? { ...manager, time: shift(manager.time) } : manager;
}

function ofField(field: FieldDrift, shift: Shift): FieldDrift {
  const { since, manager } = field;
  return {
    ...field,
    ...(since ? { since: shift(since) } : {}),
    ...(manager ? { manager: ofManager(manager, shift) } : {}),
  };
}

function ofCorrected(one: CorrectedDrift, shift: Shift): CorrectedDrift {
  return {
    ...one,
    fields: one.fields.map(field => ofField(field, shift)),
    ...(one.manager ? { manager: ofManager(one.manager, shift) } : {}),
    ...(one.firstDetectedAt
      ? { firstDetectedAt: shift(one.firstDetectedAt) }
      : {}),
    detectedAt: shift(one.detectedAt),
    correctedAt: shift(one.correctedAt),
  };
}

function ofCondition(condition: Condition, shift: Shift): Condition {
  const { lastTransitionTime } = condition;
  return lastTransitionTime
    ? { ...condition, lastTransitionTime: shift(lastTransitionTime) }
    : condition;
}
