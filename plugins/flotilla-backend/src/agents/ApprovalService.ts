import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { Assessor, ClusterStore, Consequences } from '../clusters';
import type { ClusterRow } from '../database/rows';
import type { NewTimelineEvent, Timeline } from '../timeline';
import type { Agent, AgentState, AgentStore } from './AgentStore';

/** The key that a person decides on, and the person. */
export interface Decision {
  fleet: string;
  cluster: string;
  fingerprint: string;
  /** Entity ref. */
  by: string;
}

/** People's decisions on agents. Each takes effect at the agent's next request. */
export class ApprovalService {
  constructor(
    private readonly options: {
      knex: Knex;
      agents: AgentStore;
      clusters: ClusterStore;
      timeline: Timeline;
      assessor: Assessor;
      publish(consequences: Consequences): void;
    },
  ) {}

  /**
   * Lets an agent in. One that was let in before, with another key, is let out.
   *
   * @throws NotFoundError when no agent has this fingerprint, InputError when its key was revoked
   */
  async approve(decision: Decision): Promise<void> {
    await this.decide(decision, async (transaction, agent, all, now) => {
      if (agent.state === 'Revoked') {
        throw new InputError(
          'This key was revoked; the agent has to make a new one',
        );
      }
      if (agent.state === 'Approved') {
        return undefined;
      }
      for (const other of all.filter(({ state }) => state === 'Approved')) {
        await this.move(transaction, other, { state: 'Revoked' });
        if (other.clusterUid !== agent.clusterUid) {
          await this.forgetWhatItSaid(transaction, other, now);
        }
      }
      await this.move(transaction, agent, {
        state: 'Approved',
        approvedAt: now,
        approvedBy: decision.by,
      });
      return { type: 'AgentApproved', title: 'The agent was let in' };
    });
  }

  /**
   * Lets an agent out, or rejects one that waits.
   *
   * @throws NotFoundError when no agent has this fingerprint
   */
  async revoke(decision: Decision): Promise<void> {
    await this.decide(decision, async (transaction, agent, _all, now) => {
      if (agent.state === 'Revoked' || agent.state === 'Rejected') {
        return undefined;
      }
      const wasIn = agent.state === 'Approved';
      await this.move(transaction, agent, {
        state: wasIn ? 'Revoked' : 'Rejected',
      });
      if (wasIn) {
        await this.forgetWhatItSaid(transaction, agent, now);
      }
      return wasIn
        ? { type: 'AgentRevoked', title: 'The agent was revoked' }
        : { type: 'AgentRejected', title: 'The agent was rejected' };
    });
  }

  private async decide(
    { fleet, cluster, fingerprint, by }: Decision,
    act: (
      transaction: Knex.Transaction,
      agent: Agent,
      all: readonly Agent[],
      now: string,
    ) => Promise<Pick<NewTimelineEvent, 'type' | 'title'> | undefined>,
  ): Promise<void> {
    const { knex, agents, clusters, timeline, assessor, publish } =
      this.options;
    const now = new Date().toISOString();
    const consequences = await knex.transaction(async transaction => {
      // Before the agents, in the order of enrolment: else the two could wait for each other.
      await clusters.lock(transaction, fleet, cluster);
      const all = await agents.ofCluster(fleet, cluster, transaction);
      const agent = all.find(
        candidate => candidate.fingerprint === fingerprint,
      );
      if (!agent) {
        throw new NotFoundError(
          `No agent with the fingerprint ${fingerprint} has asked to report for ${cluster}`,
        );
      }
      const event = await act(transaction, agent, all, now);
      if (!event) {
        return undefined;
      }
      await timeline.add(
        { ...event, fleet, cluster, at: now, actor: by, detail: fingerprint },
        transaction,
      );
      return assessor.reassess(transaction, { fleet, cluster }, now);
    });
    if (consequences) {
      publish(consequences);
    }
  }

  /** Nothing is known any more of a cluster whose word no longer counts, from now on. */
  private async forgetWhatItSaid(
    transaction: Knex.Transaction,
    { fleet, cluster }: Agent,
    now: string,
  ): Promise<void> {
    await transaction<ClusterRow>('clusters')
      .where({ fleet, name: cluster })
      .whereNotNull('silent_at')
      .update({ silent_at: now });
  }

  private async move(
    transaction: Knex.Transaction,
    agent: Agent,
    to: { state: AgentState; approvedAt?: string; approvedBy?: string },
  ): Promise<void> {
    if (!(await this.options.agents.move(agent, to, transaction))) {
      throw new ConflictError(
        'Somebody else decided on this agent at the same moment; look again',
      );
    }
  }
}
