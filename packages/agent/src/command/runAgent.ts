import { randomBytes } from 'node:crypto';
import { Agent } from '../Agent';
import type { AgentOptions } from '../AgentOptions';
import { FileKeyStore } from '../identity/FileKeyStore';
import { KubeAccess } from '../kube/KubeAccess';
import { KubeConnection, KubeConnectionOptions } from '../kube/KubeConnection';
import { Leadership } from '../own/Leadership';
import { OwnObjects } from '../own/OwnObjects';
import { SecretKeyStore } from '../own/SecretKeyStore';
import { Logger } from '../timing/Logger';
import { Metrics } from './Metrics';
import { serveHealth } from './serveHealth';
import { serviceAccount } from './serviceAccount';
import { Settings, SettingsError, readSettings } from './settings';

/**
 * Runs one agent until the process is told to end: the command `flotilla-agent`.
 *
 * @param args - flags, without the names of the program
 * @returns once it runs; false when the settings are wrong, which is said on standard error
 *
 * @public
 */
export async function runAgent(args: readonly string[]): Promise<boolean> {
  let settings: Settings;
  try {
    settings = readSettings(args, process.env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return false;
  }
  const logger = structuredLogger(settings);
  const metrics = new Metrics();
  const agent = agentOf(settings, await accessOf(settings), logger, metrics);
  metrics.follow(agent);
  const server =
    settings.health && (await serveHealth(agent, metrics, settings.health));
  if (server) logger.info(`health on ${settings.health?.host}:${server.port}`);
  await agent.start();
  const stop = (signal: string) => {
    logger.info(`${signal}: ending`);
    Promise.all([agent.stop(), server?.close()]).then(
      () => logger.info('ended'),
      fail,
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  return true;
}

function agentOf(
  settings: Settings,
  renewKubeConfig: () => KubeAccess,
  logger: Logger,
  metrics: Metrics,
): Agent {
  const kubeConfig = renewKubeConfig();
  return new Agent({
    ...settings,
    ...ownParts(settings, logger, { kubeConfig, renewKubeConfig }),
    enrolmentToken: settings.token,
    kubeConfig,
    renewKubeConfig,
    logger,
    telemetry: metrics,
  });
}

/** In a Pod, the key is in a Secret and a Lease lets one of several speak; elsewhere the key is in a file. */
function ownParts(
  { own, keyDirectory }: Settings,
  logger: Logger,
  cluster: KubeConnectionOptions,
): Pick<AgentOptions, 'keyStore' | 'leadership' | 'namespace'> {
  if (!own) return { keyStore: new FileKeyStore(keyDirectory) };
  const { namespace, identity } = own;
  const manager = `flotilla-agent-${randomBytes(4).toString('hex')}`;
  const objects = new OwnObjects(new KubeConnection(cluster), manager);
  return {
    namespace,
    keyStore: new SecretKeyStore(objects, namespace),
    leadership: new Leadership({ objects, namespace, identity, logger }),
  };
}

function fail(error: unknown): void {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
}

/** In a Pod its own account; elsewhere a kubeconfig, as the Kubernetes client reads it. @returns what reads it anew */
async function accessOf({
  kubeconfig,
  serviceAccount: directory,
}: Settings): Promise<() => KubeAccess> {
  const own = () => serviceAccount(directory, process.env);
  if (!kubeconfig && !process.env.KUBECONFIG) {
    const first = own();
    if (first) return () => own() ?? first;
  }
  // Only where it is needed: what it loads takes more memory than all the rest.
  const { KubeConfig } = await import('@kubernetes/client-node/dist/config.js');
  return () => {
    const config = new KubeConfig();
    if (kubeconfig) config.loadFromFile(kubeconfig);
    else config.loadFromDefault();
    return config;
  };
}

/** One line of JSON for each message. */
function structuredLogger({ fleet, cluster, verbose }: Settings): Logger {
  const write = (level: string) => (message: string) => {
    const time = new Date().toISOString();
    const line = { time, level, fleet, cluster, message };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  };
  return {
    debug: verbose ? write('debug') : () => {},
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}
