import { createServer, Server } from 'node:http';
import { KubeConfig } from '@kubernetes/client-node';
import { Agent } from '../Agent';
import { FileKeyStore } from '../identity/FileKeyStore';
import { Logger } from '../timing/Logger';
import { Settings, SettingsError, readSettings } from './settings';

/**
 * Runs one agent until the process is told to end: the command `flotilla-agent`.
 *
 * @param args - flags, without the names of the program
 *
 * @public
 */
export async function runAgent(args: readonly string[]): Promise<void> {
  let settings: Settings;
  try {
    settings = readSettings(args, process.env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
    return;
  }
  const agent = new Agent({
    ...settings,
    enrolmentToken: settings.token,
    kubeConfig: kubeConfigOf(settings),
    keyStore: new FileKeyStore(settings.keyDirectory),
    logger: structuredLogger(),
  });
  const health = await serveHealth(agent, settings.healthPort);
  await agent.start();
  const stop = () => {
    health?.close();
    agent.stop().catch(fail);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function fail(error: unknown): void {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
}

function kubeConfigOf({ kubeconfig }: Settings): KubeConfig {
  const config = new KubeConfig();
  if (kubeconfig) config.loadFromFile(kubeconfig);
  else config.loadFromDefault();
  return config;
}

/** One line of JSON for each message. */
function structuredLogger(): Logger {
  const write = (level: string) => (message: string) => {
    const time = new Date().toISOString();
    process.stdout.write(`${JSON.stringify({ time, level, message })}\n`);
  };
  return {
    debug: () => {},
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}

/** For the kubelet's probe alone: nothing is served beyond localhost. */
async function serveHealth(
  agent: Agent,
  port: number | undefined,
): Promise<Server | undefined> {
  if (port === undefined) return undefined;
  const server = createServer((request, response) => {
    const isKnown = request.url === '/healthz';
    response.writeHead(isKnown ? 200 : 404, {
      'content-type': 'application/json',
    });
    response.end(isKnown ? JSON.stringify(agent.state) : undefined);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}
