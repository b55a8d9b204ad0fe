import { Agent, FileKeyStore } from '@flotilla/agent';
import { KubeConfig } from '@kubernetes/client-node';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { HEARTBEAT_SECONDS } from './portalConfig';

/** What an agent needs to know of its cluster. */
export interface AgentCluster {
  name: string;
  kubeconfig(): string;
}

type Logger = ConstructorParameters<typeof Agent>[0]['logger'];

/** The agents of the simulated clusters: the real ones, in one process. */
export class Agents {
  private readonly running = new Map<string, Agent>();

  constructor(
    private readonly options: {
      hubUrl: string;
      directory: string;
      logger: Logger;
      /** Where a seeded cluster's agent gets its one-time token. */
      enrolmentToken(cluster: string): Promise<string>;
    },
  ) {}

  /**
   * @param invited - enrols by a one-time token; otherwise the agent waits for a person's approval
   */
  async start(cluster: AgentCluster, invited: boolean): Promise<void> {
    if (this.running.has(cluster.name)) {
      return;
    }
    const directory = join(this.options.directory, cluster.name);
    const isKnown = existsSync(directory) && readdirSync(directory).length > 0;
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromString(cluster.kubeconfig());
    const agent = new Agent({
      hubUrl: this.options.hubUrl,
      fleet: 'acme',
      cluster: cluster.name,
      kubeConfig,
      keyStore: new FileKeyStore(directory),
      enrolmentToken:
        invited && !isKnown
          ? await this.options.enrolmentToken(cluster.name)
          : undefined,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      persistenceSeconds: 2,
      logger: this.options.logger,
    });
    this.running.set(cluster.name, agent);
    await agent.start();
  }

  /** Ends one agent, as if its cluster had lost its way out. */
  async silence(cluster: string): Promise<void> {
    const agent = this.running.get(cluster);
    this.running.delete(cluster);
    await agent?.stop();
  }

  isRunning(cluster: string): boolean {
    return this.running.has(cluster);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.running.keys()].map(name => this.silence(name)));
  }
}
