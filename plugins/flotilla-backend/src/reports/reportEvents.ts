import { isDeepStrictEqual } from 'node:util';
import type { EngineReport } from '@flotilla/backstage-plugin-flotilla-common';
import type { NewCorrection } from '../drift/Corrections';
import { DriftFinding, findingTitle, objectTitle } from '../drift/findings';
import type { NewTimelineEvent } from '../timeline';
import { engineTrouble } from './engineSince';

type Place = { fleet: string; cluster: string; at: string };

/** Drift that came, changed or went between two reports. */
export interface DriftChanges {
  opened: DriftFinding[];
  changed: DriftFinding[];
  resolved: DriftFinding[];
}

export function compareFindings(
  before: readonly DriftFinding[],
  after: readonly DriftFinding[],
): DriftChanges {
  const old = new Map(before.map(finding => [finding.key, finding]));
  const kept = new Set(after.map(finding => finding.key));
  return {
    opened: after.filter(finding => !old.has(finding.key)),
    changed: after.filter(finding => {
      const was = old.get(finding.key);
      return was !== undefined && !isSame(was, finding);
    }),
    resolved: before.filter(finding => !kept.has(finding.key)),
  };
}

function isSame(a: DriftFinding, b: DriftFinding): boolean {
  const what = ({ state, fields, totalFields }: DriftFinding) => ({
    state,
    totalFields,
    fields: fields.map(({ op, path, live, desired }) => ({
      op,
      path,
      live,
      desired,
    })),
  });
  return isDeepStrictEqual(what(a), what(b));
}

/** Drift as the timeline tells it. */
export function driftEvents(
  place: Place,
  changes: DriftChanges,
): NewTimelineEvent[] {
  return [
    ...changes.opened.map(f => driftEvent(place, 'DriftOpened', f)),
    ...changes.changed.map(f => driftEvent(place, 'DriftChanged', f)),
    ...changes.resolved.map(f => driftEvent(place, 'DriftResolved', f)),
  ];
}

function driftEvent(
  place: Place,
  type: 'DriftOpened' | 'DriftChanged' | 'DriftResolved',
  finding: DriftFinding,
): NewTimelineEvent {
  const title = objectTitle(finding.ref);
  const manager = finding.fields.find(field => field.manager)?.manager;
  return {
    ...place,
    type,
    severity: finding.severity,
    title:
      type === 'DriftResolved'
        ? `${title} matches Git again`
        : `${title} differs from Git`,
    ...(type === 'DriftResolved' ? {} : { detail: findingTitle(finding) }),
    ref: finding.ref,
    ...(manager && type !== 'DriftResolved' ? { actor: manager.name } : {}),
  };
}

/** What the engine put back, as the timeline tells it. */
export function correctionEvents(
  place: Place,
  corrections: readonly NewCorrection[],
): NewTimelineEvent[] {
  return corrections.map(({ drift, times }) => ({
    ...place,
    at: drift.correctedAt,
    type: 'DriftCorrected',
    severity: drift.severity,
    title: `${objectTitle(drift.ref)} was put back${
      times > 1 ? ` ${times} times` : ''
    }`,
    detail: `changed by ${drift.manager.name}`,
    ref: drift.ref,
    actor: drift.manager.name,
  }));
}

/** The engine failing, suspended or going on. */
export function engineEvents(
  place: Place,
  before: EngineReport | undefined,
  after: EngineReport | undefined,
): NewTimelineEvent[] {
  const was = engineTrouble(before);
  const is = engineTrouble(after);
  if (!after || was === is) {
    return [];
  }
  if (is === 'Suspended') {
    const by = after.suspendedBy?.name;
    return [
      {
        ...place,
        type: 'EngineSuspended',
        title: `${after.kind} was suspended`,
        ...(by ? { actor: by } : {}),
      },
    ];
  }
  if (is === 'Failed') {
    const detail = after.message ?? after.sourceMessage;
    return [
      {
        ...place,
        type: 'EngineFailed',
        title: `${after.kind} can't apply what is in Git`,
        ...(detail ? { detail } : {}),
      },
    ];
  }
  return [{ ...place, type: 'EngineResumed', title: `${after.kind} goes on` }];
}
