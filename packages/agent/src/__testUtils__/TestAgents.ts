import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentHub } from './AgentHub';
import { Agent } from '../Agent';
import { AgentOptions } from '../AgentOptions';
import { FileKeyStore } from '../identity/FileKeyStore';
import { quiet } from './quiet';

/** Agents of the cluster `prod` that report to one hub, with their key in one folder. */
export class TestAgents {
  readonly #started: Agent[] = [];

  private constructor(
    private readonly hub: AgentHub,
    /** Where the key is. */
    readonly folder: string,
  ) {}

  static async open(hub: AgentHub): Promise<TestAgents> {
    return new TestAgents(hub, await mkdtemp(join(tmpdir(), 'agent-')));
  }

  async start(
    options: Partial<AgentOptions> & Pick<AgentOptions, 'kubeConfig'>,
  ): Promise<Agent> {
    const agent = new Agent({
      hubUrl: this.hub.url,
      fleet: 'acme',
      cluster: 'prod',
      keyStore: new FileKeyStore(this.folder),
      logger: quiet,
      ...options,
    });
    this.#started.push(agent);
    await agent.start();
    return agent;
  }

  /** Those that run; they may start anew. */
  async stop(): Promise<void> {
    await Promise.all(this.#started.splice(0).map(agent => agent.stop()));
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
