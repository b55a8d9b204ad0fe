import { KeyStore } from './identity/KeyStore';
import { KubeAccess } from './kube/KubeAccess';
import { Logger } from './timing/Logger';
import { Telemetry } from './timing/Telemetry';

/**
 * Lets one of several agents of a cluster speak.
 *
 * @public
 */
export interface AgentLeadership {
  /** Resolves when this agent may speak, or the signal ends the wait. */
  acquire(signal: AbortSignal): Promise<void>;
  /** Resolves when it may not any more, or the signal ends it. */
  hold(signal: AbortSignal): Promise<void>;
  /** Lets another speak at once. */
  release(): Promise<void>;
}

/**
 * What an agent needs to run.
 *
 * @public
 */
export interface AgentOptions {
  /** Such as `https://portal.example.com/api/flotilla`. */
  hubUrl: string;
  fleet: string;
  cluster: string;
  kubeConfig: KubeAccess;
  /** Reads the credentials anew, when the API server refuses those that were read before. */
  renewKubeConfig?: () => KubeAccess;
  keyStore: KeyStore;
  /** Admits the agent without a person's approval, once. */
  enrolmentToken?: string;
  logger: Logger;
  /** Upper limit of the time between two reports; the hub says how long it is by default. */
  heartbeatSeconds?: number;
  /** How long a difference must last to be drift; the hub says by default. */
  persistenceSeconds?: number;
  /** Default: the global `fetch`. */
  fetch?: typeof fetch;
  /** How often the API server is asked whether it is there, in milliseconds. Default 15,000. */
  pulseMilliseconds?: number;
  /** How long what was seen counts while there is no watch on it, in milliseconds. Default 10,000. */
  patienceMilliseconds?: number;
  /** Absent where an agent can't be run twice. */
  leadership?: AgentLeadership;
  /** The namespace of its own account; without one it never asks the API server what it would change. */
  namespace?: string;
  /** Counts what the agent does. */
  telemetry?: Telemetry;
}

/**
 * Where an agent stands.
 *
 * @public
 */
export interface AgentState {
  phase:
    | 'Stopped'
    | 'Standby'
    | 'Enrolling'
    | 'Pending'
    | 'Rejected'
    | 'Conflict'
    | 'Connecting'
    | 'Reporting';
  /** `SHA256:` and the thumbprint of its key, for people to compare. */
  fingerprint?: string;
  agentId?: string;
  /** RFC 3339 UTC. */
  lastReportAt?: string;
}

/**
 * What an agent watches.
 *
 * @public
 */
export interface AgentCensus {
  /** How many kinds can be seen, can't, or are still being read. */
  kinds: { Starting: number; Seeing: number; Blind: number };
  /** Objects that are kept. */
  objects: number;
}
