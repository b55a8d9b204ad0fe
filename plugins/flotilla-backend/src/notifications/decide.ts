import type { Fight } from '../clusters/evidence';
import { worstOf } from '../clusters/weight';
import type { Assessment } from '../clusters/assess';
import type { Severity } from '../drift/findings';

/** What a cluster's owner is to be told. */
export interface OwnerMessage {
  fleet: string;
  cluster: string;
  owner: string;
  title: string;
  description: string;
  severity: 'critical' | 'high' | 'normal' | 'low';
  topic: string;
  /** A later message of the same scope takes the place of this one. */
  scope: string;
}

/** What the owner was last told. */
export interface Told {
  /** Severity of the drift. */
  drift: Severity | undefined;
  /** Who keeps changing what. */
  fight: string | undefined;
}

const RANK: Record<Severity, number> = {
  low: 0,
  medium: 1,
  high: 2,
  critical: 3,
};

/**
 * Owners are told when drift of severity high or critical stands, when it gets worse, and when it is over; and once
 * when somebody keeps changing what the engine keeps putting back.
 */
export function decideMessages(
  subject: { fleet: string; cluster: string; owner: string },
  assessment: Assessment,
  fight: Fight | undefined,
  told: Told,
): { messages: OwnerMessage[]; told: Told } {
  const drift = driftMessage(subject, assessment, told.drift);
  const fought = fightMessage(subject, fight, told.fight);
  return {
    messages: [drift.message, fought.message].filter(
      (message): message is OwnerMessage => message !== undefined,
    ),
    told: { drift: drift.told, fight: fought.told },
  };
}

type Subject = { fleet: string; cluster: string; owner: string };

function driftMessage(
  subject: Subject,
  { drift, reason }: Assessment,
  told: Severity | undefined,
): { message?: OwnerMessage; told: Severity | undefined } {
  if (!drift) {
    return { told };
  }
  const worst = worstOf(drift);
  const serious = worst === 'high' || worst === 'critical' ? worst : undefined;
  const message = {
    ...subject,
    topic: 'Cluster drift',
    scope: `flotilla:drift:${subject.fleet}/${subject.cluster}`,
  };
  if (serious && (!told || RANK[serious] > RANK[told])) {
    return {
      told: serious,
      message: {
        ...message,
        title: `${subject.cluster} differs from Git`,
        description: `${reason}. ${drift.objects} ${
          drift.objects === 1 ? 'resource' : 'resources'
        }, ${drift.fields} ${
          drift.fields === 1 ? 'difference' : 'differences'
        }.`,
        severity: serious,
      },
    };
  }
  if (!serious && told) {
    return {
      told: undefined,
      message: {
        ...message,
        title: `Resolved: ${subject.cluster} matches Git again`,
        description:
          drift.objects === 0
            ? 'No difference is left.'
            : 'Only differences of low or medium severity are left.',
        severity: 'low',
      },
    };
  }
  return { told };
}

function fightMessage(
  subject: Subject,
  fight: Fight | undefined,
  told: string | undefined,
): { message?: OwnerMessage; told: string | undefined } {
  if (!fight) {
    return { told: undefined };
  }
  const key = `${fight.manager} ${fight.object}`;
  if (told) {
    return { told };
  }
  return {
    told: key,
    message: {
      ...subject,
      title: `${fight.manager} keeps changing ${fight.object} on ${subject.cluster}`,
      description: `The engine put it back ${fight.count} times within the hour. Stop the one, or change what Git says.`,
      severity: 'high',
      topic: 'Cluster drift',
      scope: `flotilla:fight:${subject.fleet}/${subject.cluster}`,
    },
  };
}
