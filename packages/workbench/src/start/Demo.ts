import { SimulatedFleet } from '@flotilla/simulator';
import { createWriteStream, WriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { perform, Stage } from './acts';
import { Agents } from './Agents';
import { buildApp, isAppStale } from './buildApp';
import { startControl } from './control';
import { DemoGitHost, startGitHost } from './gitHost';
import { fileLogger } from './logs';
import { StartOptions } from './options';
import { PEOPLE } from './people';
import { Portal } from './Portal';
import { portalConfig } from './portalConfig';
import { choosePorts, Ports } from './ports';
import { Progress } from './Progress';
import { DemoSecrets, demoSecrets } from './secrets';
import { RealCluster } from './realCluster/RealCluster';
import { seedClusters } from './seedClusters';
import { StateDirectory } from './StateDirectory';
import { tellStory } from './story';

/** Long enough to see what somebody has changed before the engine puts it back. */
const CORRECTION_SECONDS = 15;

/** What is remembered of the story between two starts. */
interface Story {
  silenced: string[];
}

/** The whole loop on one machine: Git host, clusters with their agents, portal. Stops in the opposite order. */
export class Demo {
  private readonly state: StateDirectory;
  private readonly stops: (() => Promise<unknown>)[] = [];
  private portal?: Portal;

  constructor(
    private readonly root: string,
    private readonly progress: Progress,
    stateDirectory = join(root, '.flotilla'),
  ) {
    this.state = new StateDirectory(stateDirectory);
  }

  async start(options: StartOptions): Promise<void> {
    const { state, progress } = this;
    if (options.reset) {
      await state.reset();
    }
    const ports = await choosePorts(state, text => progress.say(text));
    const secrets = await demoSecrets(
      state,
      PEOPLE.map(person => person.login),
    );
    const logs = await state.folder('logs');
    if (await isAppStale(this.root)) {
      await progress.step('Building the portal’s pages', () =>
        buildApp(this.root),
      );
    }
    const portal = await this.startPortal(ports, secrets, logs);
    const log = this.openLog(join(logs, 'demo.log'));
    const git = await progress.step('Starting the local Git host', () =>
      this.startGit(ports, secrets, log),
    );
    const clusters = await progress.step(
      'Starting the simulated clusters',
      () => this.startClusters(ports, git),
    );
    await progress.step('Waiting for the portal', () => portal.ready());
    const stage = await progress.step('Starting the agents', () =>
      this.startAgents(clusters, portal, log),
    );
    if (git.isNew) {
      await progress.step('Letting things happen in the fleet', () =>
        tellStory(stage, git, portal),
      );
      await this.rememberStory(stage);
    }
    await this.startControl(ports, secrets, stage);
    const real =
      options.kubernetes &&
      (await progress.step(
        'Starting a real Kubernetes API and Flux (built once, up to fifteen minutes)',
        () => this.startRealCluster(git, portal, stage.agents),
      ));
    this.welcome(portal.url, git, real || undefined);
  }

  /** Rejects when the portal ends by itself. */
  ended(): Promise<void> {
    return new Promise((_, reject) =>
      this.portal?.onEnd(() =>
        reject(
          new Error(
            `The portal ended. See ${join(
              this.state.path,
              'logs/portal.log',
            )}.`,
          ),
        ),
      ),
    );
  }

  async stop(): Promise<void> {
    for (const stop of this.stops.reverse()) {
      await stop().catch(error => this.progress.say(`  ${error}`));
    }
  }

  private async startPortal(
    ports: Ports,
    secrets: DemoSecrets,
    logs: string,
  ): Promise<Portal> {
    const configFile = join(this.state.path, 'portal.yaml');
    const config = portalConfig({
      ports,
      secrets,
      databaseDirectory: await this.state.folder('database'),
      mirrorDirectory: await this.state.folder('mirrors'),
    });
    await writeFile(configFile, stringify(config), { mode: 0o600 });
    const portal = Portal.start({
      root: this.root,
      url: `http://localhost:${ports.portal}`,
      configFile,
      logFile: join(logs, 'portal.log'),
      token: secrets.portal,
    });
    this.portal = portal;
    this.stops.push(() => portal.stop());
    return portal;
  }

  private async startGit(
    ports: Ports,
    secrets: DemoSecrets,
    log: WriteStream,
  ): Promise<DemoGitHost> {
    const git = await startGitHost({
      root: this.root,
      directory: await this.state.folder('git'),
      ports,
      secrets,
      onError: error => log.write(`git host: ${error}\n`),
    });
    this.stops.push(() => git.forge.stop());
    return git;
  }

  private async startClusters(
    ports: Ports,
    git: DemoGitHost,
  ): Promise<SimulatedFleet> {
    const clusters = await SimulatedFleet.start({
      gitUrl: git.cloneUrl,
      branch: 'main',
      correctionInterval: CORRECTION_SECONDS,
      port: ports.clusters,
      stateDirectory: await this.state.folder('clusters'),
    });
    this.stops.push(() => clusters.stop());
    if (git.isNew) {
      await seedClusters(clusters, this.root);
    }
    return clusters;
  }

  private async startAgents(
    clusters: SimulatedFleet,
    portal: Portal,
    log: WriteStream,
  ): Promise<Stage> {
    const agents = new Agents({
      hubUrl: `${portal.url}/api/flotilla`,
      directory: await this.state.folder('agents'),
      logger: fileLogger(log),
      enrolmentToken: async cluster =>
        (
          await portal.post<{ token: string }>(
            `/v1/clusters/acme/${cluster}/enrolment-tokens`,
          )
        ).token,
    });
    this.stops.push(() => agents.stop());
    const story = await this.state.recall<Story>('story');
    const silenced = new Set(story?.silenced);
    // A cluster that is born later brings its agent along; a person approves it in the portal.
    clusters.on('agent-deployed', ({ cluster }) => {
      agents
        .start(clusters.cluster(cluster), false)
        .catch(error => log.write(`agent of ${cluster}: ${error}\n`));
    });
    clusters.on('problem', ({ error, during }) => {
      log.write(`clusters: ${during}: ${error}\n`);
    });
    for (const cluster of clusters.clusters()) {
      if (!silenced.has(cluster.name)) {
        await agents.start(cluster, true);
      }
    }
    return {
      agents,
      silenced,
      cluster: name => clusters.cluster(name),
    };
  }

  private async startRealCluster(
    git: DemoGitHost,
    portal: Portal,
    agents: Agents,
  ): Promise<RealCluster> {
    const directory = await this.state.folder('kubernetes');
    const real = await RealCluster.start(directory, git);
    this.stops.push(() => real.stop());
    await portal.knows(real.name);
    await agents.start(real, true);
    return real;
  }

  private async startControl(
    ports: Ports,
    secrets: DemoSecrets,
    stage: Stage,
  ): Promise<void> {
    const token = secrets.control;
    const control = await startControl({
      port: ports.control,
      token,
      perform: async act => {
        const said = await perform(act, stage);
        await this.rememberStory(stage);
        return said;
      },
    });
    this.stops.push(() => control.stop());
    await this.state.remember('control', {
      url: `http://127.0.0.1:${ports.control}`,
      token,
    });
  }

  private rememberStory(stage: Stage): Promise<void> {
    return this.state.remember('story', { silenced: [...stage.silenced] });
  }

  private openLog(path: string): WriteStream {
    const log = createWriteStream(path);
    this.stops.push(() => new Promise<void>(done => log.end(() => done())));
    return log;
  }

  private welcome(url: string, git: DemoGitHost, real?: RealCluster): void {
    this.progress.say(
      [
        '',
        `  Ready after ${this.progress.elapsed()} s:  ${url}`,
        '',
        `  The local Git host is at ${git.forge.url}/acme/fleet; the clusters are simulated.`,
        '  Make things happen:  npm run demo -- edit prod-eu-2',
        ...(real
          ? [
              '',
              `  ${real.name} is a real Kubernetes API with Flux's kustomize-controller; stood in for are what runs Pods,`,
              '  what stores, and what hands Git over to Flux. Make things happen there:',
              `  kubectl --kubeconfig ${real.kubeconfigFile} edit deployment --namespace cert-manager cert-manager`,
            ]
          : []),
        '  Ctrl-C stops everything.',
        '',
      ].join('\n'),
    );
  }
}
