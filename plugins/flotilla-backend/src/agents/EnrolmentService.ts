import { randomUUID } from 'node:crypto';
import { ConflictError, NotFoundError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { JWK } from 'jose';
import type {
  Enrolment,
  EnrolmentAnswer,
  Session,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { Assessor, ClusterStore, Consequences } from '../clusters';
import type { AgentsConfig } from '../config/readHubConfig';
import type { ClusterRow } from '../database/rows';
import type { Timeline } from '../timeline';
import { receive } from './admission';
import { AgentNotAllowed } from './AgentRefused';
import type { Agent, AgentStore } from './AgentStore';
import type { EnrolmentTokens } from './EnrolmentTokens';
import { enrolmentAnswer, enrolmentEvents } from './enrolmentAnswer';
import { fingerprintOf } from './publicKey';

/** So many may wait for one cluster without a token: anybody can ask. */
const MOST_WAITING = 10;

export interface EnrolmentServiceOptions {
  knex: Knex;
  agents: AgentStore;
  tokens: EnrolmentTokens;
  clusters: ClusterStore;
  timeline: Timeline;
  assessor: Assessor;
  config: AgentsConfig;
  publish(consequences: Consequences): void;
}

/** Lets agents ask to join, and start. */
export class EnrolmentService {
  constructor(private readonly options: EnrolmentServiceOptions) {}

  /**
   * Asking again with the same key changes nothing, but for a valid token that comes with it.
   *
   * @throws NotFoundError when Git has no such cluster, AgentNotAllowed when the token isn't valid
   */
  async enrol(enrolment: Enrolment, publicKey: JWK): Promise<EnrolmentAnswer> {
    const fingerprint = await fingerprintOf(publicKey);
    const { agent, consequences } = await this.options.knex.transaction(
      transaction =>
        this.enrolOnce(transaction, enrolment, publicKey, fingerprint),
    );
    this.options.publish(consequences);
    return enrolmentAnswer(agent, enrolment.clusterUid);
  }

  /** Starts a session: reports of earlier ones aren't taken any more. */
  async openSession(
    agent: Agent,
    told: { agentVersion: string; kubernetesVersion?: string },
  ): Promise<Session> {
    const { knex, agents, config } = this.options;
    await agents.describe(agent.id, told);
    const { fleet, cluster } = agent;
    const epoch = await knex.transaction(async transaction => {
      const row = await this.lockCluster(transaction, fleet, cluster);
      await transaction<ClusterRow>('clusters')
        .where({ fleet, name: cluster, epoch: row.epoch })
        .update({ epoch: row.epoch + 1 });
      return row.epoch + 1;
    });
    return {
      epoch,
      heartbeatSeconds: config.heartbeatSeconds,
      persistenceSeconds: config.persistenceSeconds,
      serverTime: new Date().toISOString(),
    };
  }

  private async enrolOnce(
    transaction: Knex.Transaction,
    enrolment: Enrolment,
    publicKey: JWK,
    fingerprint: string,
  ): Promise<{ agent: Agent; consequences: Consequences }> {
    const { agents, assessor } = this.options;
    const { fleet, cluster } = enrolment;
    const row = await this.lockCluster(transaction, fleet, cluster);
    const all = await agents.ofCluster(fleet, cluster, transaction);
    const known = all.find(agent => agent.fingerprint === fingerprint);
    const now = new Date().toISOString();
    const agent = known
      ? await this.askAgain(transaction, known, enrolment, all, row, now)
      : await this.askFirst(transaction, enrolment, {
          publicKey,
          fingerprint,
          all,
          row,
          now,
        });
    const consequences =
      agent === known
        ? { changed: [], messages: [] }
        : await assessor.reassess(transaction, { fleet, cluster }, now);
    return { agent, consequences };
  }

  private async askFirst(
    transaction: Knex.Transaction,
    enrolment: Enrolment,
    given: {
      publicKey: JWK;
      fingerprint: string;
      all: readonly Agent[];
      row: ClusterRow;
      now: string;
    },
  ): Promise<Agent> {
    const { fleet, cluster, clusterUid } = enrolment;
    const { publicKey, fingerprint, all, row, now } = given;
    const waiting = all.filter(
      ({ state }) => state === 'Pending' || state === 'Conflict',
    );
    const hasToken = await this.useToken(transaction, enrolment, now);
    if (!hasToken && waiting.length >= MOST_WAITING) {
      throw new AgentNotAllowed(
        `${waiting.length} agents already ask to report for ${cluster}; somebody has to reject them first`,
      );
    }
    const reception = receive({
      clusterUid,
      now,
      hasToken,
      others: all,
      addedAt: row.added_at,
      autoApproveMinutes: this.options.config.autoApproveMinutes,
    });
    const agent: Agent = {
      id: randomUUID(),
      fleet,
      cluster,
      clusterUid,
      fingerprint,
      publicKey,
      state: reception.state,
      agentVersion: enrolment.agentVersion,
      ...(enrolment.kubernetesVersion
        ? { kubernetesVersion: enrolment.kubernetesVersion }
        : {}),
      requestedAt: now,
      ...(reception.approvedBy
        ? { approvedAt: now, approvedBy: reception.approvedBy }
        : {}),
    };
    await this.replaceApproved(transaction, agent, all);
    if (!(await this.options.agents.add(agent, transaction))) {
      throw new ConflictError(
        'The same agent asked at the same moment; ask again',
      );
    }
    await this.options.timeline.add(enrolmentEvents(agent, now), transaction);
    return agent;
  }

  private async askAgain(
    transaction: Knex.Transaction,
    known: Agent,
    enrolment: Enrolment,
    all: readonly Agent[],
    row: ClusterRow,
    now: string,
  ): Promise<Agent> {
    const waits =
      known.state === 'Pending' && known.clusterUid === enrolment.clusterUid;
    if (!waits || !(await this.useToken(transaction, enrolment, now))) {
      return known;
    }
    const { state, approvedBy } = receive({
      clusterUid: enrolment.clusterUid,
      now,
      hasToken: true,
      others: all.filter(agent => agent !== known),
      addedAt: row.added_at,
    });
    if (state !== 'Approved') {
      return known;
    }
    const agent = { ...known, state, approvedBy, approvedAt: now };
    await this.replaceApproved(transaction, agent, all);
    await this.options.agents.move(known, agent, transaction);
    await this.options.timeline.add(
      enrolmentEvents(agent, now).slice(1),
      transaction,
    );
    return agent;
  }

  /** One agent speaks for a cluster: the same cluster with a new key takes the place of its old one. */
  private async replaceApproved(
    transaction: Knex.Transaction,
    agent: Agent,
    all: readonly Agent[],
  ): Promise<void> {
    if (agent.state === 'Approved') {
      for (const other of all.filter(({ state }) => state === 'Approved')) {
        await this.options.agents.move(
          other,
          { state: 'Revoked' },
          transaction,
        );
      }
    }
  }

  private async useToken(
    transaction: Knex.Transaction,
    { fleet, cluster, token }: Enrolment,
    now: string,
  ): Promise<boolean> {
    if (!token) {
      return false;
    }
    if (
      !(await this.options.tokens.use(
        transaction,
        { fleet, cluster },
        token,
        now,
      ))
    ) {
      throw new AgentNotAllowed(
        `The enrolment token is not valid for ${cluster}: it was used, has expired or is for another cluster. Make a new one in the portal.`,
      );
    }
    return true;
  }

  private async lockCluster(
    transaction: Knex.Transaction,
    fleet: string,
    cluster: string,
  ): Promise<ClusterRow> {
    const row = await this.options.clusters.lock(transaction, fleet, cluster);
    if (!row) {
      throw new NotFoundError(
        `The portal knows no cluster "${cluster}" in fleet "${fleet}". Its file must be merged first: clusters/${cluster}/cluster.yaml`,
      );
    }
    return row;
  }
}
