import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { JWK } from 'jose';
import type { Timeline } from '../timeline';
import type { Agent, AgentStore } from './AgentStore';
import type { Decision } from './ApprovalService';
import { fingerprintOf } from './publicKey';

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/**
 * Puts new keys in the place of old ones. The old one is good until the new one has been used, so that an agent that
 * ends in the middle always has one that is.
 */
export class KeyRotation {
  constructor(
    private readonly options: {
      knex: Knex;
      agents: AgentStore;
      timeline: Timeline;
      /** Days after which an agent is asked for a new key. */
      keyDays: number;
    },
  ) {}

  /**
   * Takes another key besides the agent's own.
   *
   * @throws ConflictError when the key is another agent's, or the agent was decided on at the same moment
   */
  async announce(agent: Agent, publicKey: JWK): Promise<string> {
    const { agents } = this.options;
    const fingerprint = await fingerprintOf(publicKey);
    // A new key that was used before its agent could keep that; it says it once more.
    if (fingerprint === agent.fingerprint) return fingerprint;
    const all = await agents.ofCluster(agent.fleet, agent.cluster);
    if (all.some(other => other.fingerprint === fingerprint)) {
      throw new ConflictError(`${fingerprint} is the key of another agent`);
    }
    const next = { publicKey, fingerprint };
    if (!(await agents.announceKey(agent, next))) {
      throw new ConflictError('The agent was decided on at the same moment');
    }
    return fingerprint;
  }

  /** The agent has signed with its new key: from now on only that one is good. */
  async complete(agent: Agent): Promise<Agent> {
    const { knex, agents, timeline } = this.options;
    const { next, fleet, cluster, fingerprint } = agent;
    if (!next) return agent;
    const now = new Date().toISOString();
    return knex.transaction(async transaction => {
      // Of two replicas that see it at once, one tells.
      if (await agents.useNextKey(agent, now, transaction)) {
        await timeline.add(
          {
            fleet,
            cluster,
            at: now,
            type: 'AgentKeyRotated',
            title: 'The agent has a new key',
            detail: `${fingerprint} → ${next.fingerprint}`,
          },
          transaction,
        );
      }
      return (await agents.byId(agent.id, transaction)) ?? agent;
    });
  }

  /**
   * A person wants a new key.
   *
   * @throws NotFoundError when no agent has this fingerprint, InputError when it doesn't report
   */
  async ask({ fleet, cluster, fingerprint }: Decision): Promise<void> {
    const { agents } = this.options;
    const all = await agents.ofCluster(fleet, cluster);
    const agent = all.find(one => one.fingerprint === fingerprint);
    if (!agent) {
      throw new NotFoundError(
        `No agent with the fingerprint ${fingerprint} has asked to report for ${cluster}`,
      );
    }
    if (agent.state !== 'Approved') {
      throw new InputError('Only an agent that reports can take a new key');
    }
    await agents.askForKey(agent, new Date().toISOString());
  }

  /** Whether the agent is to take a new key now. */
  isDue(agent: Agent): boolean {
    if (agent.rotationAskedAt !== undefined) return true;
    const since = agent.keySince ?? agent.approvedAt ?? agent.requestedAt;
    const age = Date.now() - Date.parse(since);
    return age > this.options.keyDays * DAY_MILLISECONDS;
  }
}
