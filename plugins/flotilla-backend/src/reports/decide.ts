import type {
  Report,
  ReportAnswer,
} from '@flotilla/backstage-plugin-flotilla-common';

/** The last accepted report of a cluster. */
export interface HeldReport {
  epoch: number;
  sequence: number;
  digest: string;
}

/** What to do with a report. */
export type Decision =
  | { take: true }
  | { take: false; duplicate: true; acceptedSequence: number }
  | {
      take: false;
      duplicate: false;
      acceptedSequence: number;
      resync: ReportAnswer['resync'];
    };

type Numbered = Pick<
  Report,
  'epoch' | 'sequence' | 'type' | 'baseDigest' | 'digest'
>;

/**
 * Decides by numbers and digests alone. A full report needs nothing before it; a delta is taken only onto what it
 * was made from; a heartbeat only says that nothing changed.
 */
export function decide(
  report: Numbered,
  epoch: number,
  held: HeldReport | undefined,
): Decision {
  const sameEpoch = held?.epoch === report.epoch ? held : undefined;
  const acceptedSequence = sameEpoch?.sequence ?? 0;
  const refuse = (resync: ReportAnswer['resync']): Decision => ({
    take: false,
    duplicate: false,
    acceptedSequence,
    resync,
  });
  if (report.epoch !== epoch) {
    return refuse('Session');
  }
  if (sameEpoch && report.sequence <= sameEpoch.sequence) {
    return { take: false, duplicate: true, acceptedSequence };
  }
  switch (report.type) {
    case 'Full':
      return { take: true };
    case 'Heartbeat':
      return held?.digest === report.digest ? { take: true } : refuse('Full');
    default: {
      const follows = !sameEpoch || report.sequence === acceptedSequence + 1;
      return follows && held?.digest === report.baseDigest && held
        ? { take: true }
        : refuse('Full');
    }
  }
}
