import type { EnrolmentAnswer } from '@flotilla/backstage-plugin-flotilla-common';
import { HubClient } from '../hub/HubClient';
import { HubError } from '../hub/HubError';
import { Backoff, jittered } from '../timing/Backoff';
import { Logger } from '../timing/Logger';
import { pause } from '../timing/Waker';
import { AGENT_VERSION } from '../version';
import { AgentKey } from './AgentKey';

export interface EnrolmentRequest {
  hub: HubClient;
  key: AgentKey;
  fleet: string;
  cluster: string;
  token?: string;
  logger: Logger;
  /** Asks the cluster who it is. */
  identify(): Promise<{ clusterUid: string; kubernetesVersion: string }>;
  onAnswer(answer: EnrolmentAnswer): void;
}

const RETRY = { first: 1_000, most: 60_000 };

/**
 * Asks to report for a cluster until the hub says yes. What people decide may
 * change at any time, so that a refusal is asked again too, only less often.
 *
 * @returns the agent's id; undefined when the signal ended the wait
 */
export async function enrol(
  request: EnrolmentRequest,
  signal: AbortSignal,
): Promise<string | undefined> {
  const backoff = new Backoff(RETRY);
  let told = '';
  while (!signal.aborted) {
    let wait: number;
    try {
      const answer = await ask(request, signal);
      request.onAnswer(answer);
      if (answer.state === 'Approved') return answer.agentId;
      told = tell(request, answer, told);
      backoff.reset();
      const isRefused = answer.state !== 'Pending';
      const poll = Math.max(answer.pollSeconds, 1) * 1000;
      wait = jittered(isRefused ? Math.max(poll, 15_000) : poll);
    } catch (error) {
      if (signal.aborted) return undefined;
      told = tellFailure(request, error, told);
      wait = waitAfter(error, backoff);
    }
    await pause(wait, signal);
  }
  return undefined;
}

async function ask(
  { hub, key, fleet, cluster, token, identify }: EnrolmentRequest,
  signal: AbortSignal,
): Promise<EnrolmentAnswer> {
  const enrolment = {
    fleet,
    cluster,
    ...(await identify()),
    publicKey: key.publicKey,
    agentVersion: AGENT_VERSION,
    ...(token ? { token } : {}),
  };
  return hub.enrol(enrolment, signal);
}

/** Says each thing once, however often it is asked. */
function tell(
  { cluster, key, logger }: EnrolmentRequest,
  answer: EnrolmentAnswer,
  told: string,
): string {
  if (told === answer.state) return told;
  const why = answer.message ? `: ${answer.message}` : '';
  if (answer.state === 'Pending') {
    logger.info(
      `${cluster}: asks to join; approve ${key.fingerprint} in the portal${why}`,
    );
  } else {
    logger.warn(`${cluster}: the hub answers ${answer.state}${why}`);
  }
  return answer.state;
}

function tellFailure(
  { cluster, logger }: EnrolmentRequest,
  error: unknown,
  told: string,
): string {
  const message = error instanceof Error ? error.message : String(error);
  if (told !== message) logger.warn(`${cluster}: can't enrol yet: ${message}`);
  return message;
}

/** The hub's own wish where it has one. */
export function waitAfter(error: unknown, backoff: Backoff): number {
  const next = backoff.next();
  return error instanceof HubError && error.retryAfter
    ? jittered(error.retryAfter)
    : next;
}
