import type { ClusterState } from '@flotilla/backstage-plugin-flotilla-common';
import { findingTitle } from '../drift/findings';
import type { Evidence, PartEvidence } from './evidence';

/** One sentence on why a cluster is in its state. */
export interface Reason {
  reason: string;
  /** The sentence goes on with how long ago this was. */
  reasonSince?: string;
}

type Facts = Evidence & { outOfContact: boolean };

const REASONS: Record<ClusterState, (facts: Facts) => Reason> = {
  Unknown: unknownReason,
  Drifted: ({ drift }) => {
    const others = drift.length - 1;
    const more =
      others === 0
        ? ''
        : `, ${others} more ${
            others === 1 ? 'object differs' : 'objects differ'
          }`;
    return { reason: `${findingTitle(drift[0])}${more}` };
  },
  NotApplied: notAppliedReason,
  Suspended: ({ engine, engineSince }) => ({
    reason: `${engine?.kind ?? 'the engine'} suspended${
      engine?.suspendedBy ? ` by ${engine.suspendedBy.name}` : ''
    }`,
    reasonSince: engine?.suspendedBy?.time ?? engineSince,
  }),
  Starting: startingReason,
  Upgrading: ({ parts, model }) => ({
    reason: `to ${model.name} ${model.version}: ${partsApplied(parts)}`,
  }),
  Progressing: progressingReason,
  InSync: ({ counts, fight }) => ({
    reason: fight
      ? `${fight.manager} keeps changing ${fight.object}: put back ${fight.count} times within the hour`
      : `all ${counts?.desired ?? 0} objects match Git`,
  }),
};

/** Why a cluster is in this state, in the words of the fleet page. */
export function reasonOf(state: ClusterState, facts: Facts): Reason {
  const { reason, reasonSince } = REASONS[state](facts);
  return { reason, ...(reasonSince ? { reasonSince } : {}) };
}

function unknownReason({
  outOfContact,
  lastReportAt,
  unknown,
  counts,
  parts,
}: Facts): Reason {
  if (!lastReportAt) {
    return { reason: 'never heard of: no agent reports for it' };
  }
  if (outOfContact) {
    return { reason: 'last heard of', reasonSince: lastReportAt };
  }
  const hidden =
    parts.find(part => part.lost) ??
    parts.find(part => !part.silent && part.state === 'Unknown');
  if (hidden?.message) {
    return { reason: `${hidden.name}: ${firstLine(hidden.message)}` };
  }
  const [first] = unknown;
  const count = Math.max(unknown.length, counts?.unknown ?? 0);
  return {
    reason: `${plural(count, 'object')} could not be compared${
      first ? `: ${first.object}: ${first.reason}` : ''
    }`,
  };
}

function notAppliedReason({ engine, engineSince }: Facts): Reason {
  const failed = engine?.stages.find(stage => stage.state === 'Failed');
  const message =
    engine?.sourceReady === 'False'
      ? engine.sourceMessage
      : failed?.message ?? engine?.message;
  const where = failed ? ` ${failed.part ?? failed.name}` : '';
  return {
    reason: `engine${where}: ${firstLine(
      message ?? 'failed without a message',
    )}`,
    reasonSince: engineSince,
  };
}

function startingReason(facts: Facts): Reason {
  const { lastReportAt, agents, infrastructure, parts, provider } = facts;
  if (lastReportAt) return { reason: partsApplied(parts) };
  if (agents.includes('Conflict')) {
    return { reason: 'two clusters ask to report under this name' };
  }
  if (agents.includes('Pending')) {
    return {
      reason: 'an agent asks to join: compare and approve its fingerprint',
    };
  }
  if (agents.includes('Approved')) {
    return { reason: "waits for the agent's first report" };
  }
  const controlPlane = infrastructure?.controlPlane?.ready;
  if (provider !== 'existing' && controlPlane !== 'True') {
    return { reason: 'waits for the control plane' };
  }
  return { reason: 'waits for an agent to ask to join' };
}

function progressingReason({ parts, counts, engine }: Facts): Reason {
  const late = parts.find(part => !part.silent && part.state !== 'Applied');
  if (late) {
    const message = late.message ? `: ${firstLine(late.message)}` : '';
    return { reason: `${late.name} is not applied yet${message}` };
  }
  const unwell = parts.find(part => !part.silent && part.health !== 'Current');
  if (unwell) {
    const message = unwell.message ? `: ${firstLine(unwell.message)}` : '';
    return { reason: `${unwell.name} is not ready yet${message}` };
  }
  const waiting =
    (counts?.inProgress ?? 0) + (counts?.failed ?? 0) + (counts?.notFound ?? 0);
  return waiting > 0
    ? { reason: `${plural(waiting, 'object')} not ready yet` }
    : {
        reason: firstLine(engine?.message ?? 'the engine has not finished yet'),
      };
}

function partsApplied(parts: readonly PartEvidence[]): string {
  const told = parts.filter(part => !part.silent);
  const applied = told.filter(part => part.state === 'Applied').length;
  return `${applied} of ${told.length} parts applied`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function firstLine(message: string): string {
  const [line] = message.trim().split('\n');
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
