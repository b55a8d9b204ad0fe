import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { JWK } from 'jose';
import type { PendingAgent } from '@flotilla/backstage-plugin-flotilla-common';

/** Where an agent stands with the hub. Conflict: another cluster already reports under this name. */
export type AgentState = PendingAgent['state'];

/** Who asks, or asked, to report for a cluster. */
export interface Agent {
  id: string;
  fleet: string;
  cluster: string;
  /** UID of the cluster's kube-system namespace. */
  clusterUid: string;
  /** `SHA256:` and the RFC 7638 thumbprint of the key. */
  fingerprint: string;
  publicKey: JWK;
  state: AgentState;
  agentVersion: string;
  kubernetesVersion?: string;
  requestedAt: string;
  approvedAt?: string;
  /** Entity ref of who approved, `enrolment token` or `automatic`. */
  approvedBy?: string;
  /** The key that is to follow: as good as the present one, until it has been used. */
  next?: AgentKey;
  /** When the present key was first used; absent for the one that the agent enrolled with. */
  keySince?: string;
  /** Since when somebody wants a new key. */
  rotationAskedAt?: string;
}

/** A public key and its name. */
export interface AgentKey {
  publicKey: JWK;
  fingerprint: string;
}

interface AgentRow {
  id: string;
  fleet: string;
  cluster: string;
  cluster_uid: string;
  fingerprint: string;
  public_key: string;
  state: AgentState;
  agent_version: string;
  kubernetes_version: string | null;
  requested_at: string;
  approved_at: string | null;
  approved_by: string | null;
  next_public_key: string | null;
  next_fingerprint: string | null;
  key_since: string | null;
  rotation_asked_at: string | null;
}

/** Keeps agents: their keys and whether they may report. */
export class AgentStore {
  constructor(private readonly knex: Knex) {}

  async byId(id: string, knex: Knex = this.knex): Promise<Agent | undefined> {
    const row = await knex<AgentRow>('agents').where({ id }).first();
    return row && agentOf(row);
  }

  /** All agents of a cluster, the newest first. */
  async ofCluster(
    fleet: string,
    cluster: string,
    knex: Knex = this.knex,
  ): Promise<Agent[]> {
    const rows = await knex<AgentRow>('agents')
      .where({ fleet, cluster })
      .orderBy([{ column: 'requested_at', order: 'desc' }, 'id']);
    return rows.map(agentOf);
  }

  /** Agents of several clusters, for people to decide on. */
  async pending(fleet: string, clusters: string[]): Promise<PendingAgent[]> {
    const rows = await this.knex<AgentRow>('agents')
      .where({ fleet })
      .whereIn('cluster', clusters)
      .orderBy('requested_at');
    return rows.map(row => pendingAgent(agentOf(row)));
  }

  /** Adds an agent; false when one of the same cluster and key was added meanwhile. */
  async add(agent: Agent, knex: Knex = this.knex): Promise<boolean> {
    try {
      await knex<AgentRow>('agents').insert(rowOf(agent));
      return true;
    } catch (error) {
      if (isDatabaseConflictError(error)) {
        return false;
      }
      throw error;
    }
  }

  /** Moves an agent on, unless its state has changed since it was read; says whether it did. */
  async move(
    agent: Agent,
    to: Partial<Pick<Agent, 'state' | 'approvedAt' | 'approvedBy'>>,
    knex: Knex = this.knex,
  ): Promise<boolean> {
    const after = rowOf({ ...agent, ...to });
    const changed = await knex<AgentRow>('agents')
      .where({ id: agent.id, state: agent.state })
      .update({
        state: after.state,
        approved_at: after.approved_at,
        approved_by: after.approved_by,
      });
    return changed === 1;
  }

  /** Keeps the key that is to follow; false when the agent doesn't report any more or has another key by now. */
  async announceKey(
    { id, fingerprint }: Agent,
    next: AgentKey,
  ): Promise<boolean> {
    const changed = await this.knex<AgentRow>('agents')
      .where({ id, fingerprint, state: 'Approved' })
      .update({
        next_public_key: JSON.stringify(next.publicKey),
        next_fingerprint: next.fingerprint,
      });
    return changed === 1;
  }

  /** Puts the next key in the place of the present one; false when that was done before. */
  async useNextKey(
    { id, next }: Agent,
    now: string,
    knex: Knex,
  ): Promise<boolean> {
    if (!next) return false;
    const changed = await knex<AgentRow>('agents')
      .where({ id, next_fingerprint: next.fingerprint })
      .update({
        public_key: JSON.stringify(next.publicKey),
        fingerprint: next.fingerprint,
        next_public_key: null,
        next_fingerprint: null,
        key_since: now,
        rotation_asked_at: null,
      });
    return changed === 1;
  }

  async askForKey({ id }: Agent, now: string): Promise<void> {
    await this.knex<AgentRow>('agents')
      .where({ id })
      .update({ rotation_asked_at: now });
  }

  /** What the agent says of itself, told anew with each start. */
  async describe(
    id: string,
    {
      agentVersion,
      kubernetesVersion,
    }: { agentVersion: string; kubernetesVersion?: string },
  ): Promise<void> {
    await this.knex<AgentRow>('agents')
      .where({ id })
      .update({
        agent_version: agentVersion,
        ...(kubernetesVersion ? { kubernetes_version: kubernetesVersion } : {}),
      });
  }
}

/** An agent as people see it. */
export function pendingAgent(agent: Agent): PendingAgent {
  return {
    cluster: agent.cluster,
    fingerprint: agent.fingerprint,
    state: agent.state,
    requestedAt: agent.requestedAt,
    agentVersion: agent.agentVersion,
    clusterUid: agent.clusterUid,
  };
}

function rowOf(agent: Agent): AgentRow {
  return {
    id: agent.id,
    fleet: agent.fleet,
    cluster: agent.cluster,
    cluster_uid: agent.clusterUid,
    fingerprint: agent.fingerprint,
    public_key: JSON.stringify(agent.publicKey),
    state: agent.state,
    agent_version: agent.agentVersion,
    kubernetes_version: agent.kubernetesVersion ?? null,
    requested_at: agent.requestedAt,
    approved_at: agent.approvedAt ?? null,
    approved_by: agent.approvedBy ?? null,
    next_public_key: agent.next ? JSON.stringify(agent.next.publicKey) : null,
    next_fingerprint: agent.next?.fingerprint ?? null,
    key_since: agent.keySince ?? null,
    rotation_asked_at: agent.rotationAskedAt ?? null,
  };
}

function agentOf(row: AgentRow): Agent {
  return {
    id: row.id,
    fleet: row.fleet,
    cluster: row.cluster,
    clusterUid: row.cluster_uid,
    fingerprint: row.fingerprint,
    publicKey: JSON.parse(row.public_key),
    state: row.state,
    agentVersion: row.agent_version,
    ...(row.kubernetes_version
      ? { kubernetesVersion: row.kubernetes_version }
      : {}),
    requestedAt: row.requested_at,
    ...(row.approved_at ? { approvedAt: row.approved_at } : {}),
    ...(row.approved_by ? { approvedBy: row.approved_by } : {}),
    ...(row.next_public_key && row.next_fingerprint
      ? {
          next: {
            publicKey: JSON.parse(row.next_public_key),
            fingerprint: row.next_fingerprint,
          },
        }
      : {}),
    ...(row.key_since ? { keySince: row.key_since } : {}),
    ...(row.rotation_asked_at
      ? { rotationAskedAt: row.rotation_asked_at }
      : {}),
  };
}
