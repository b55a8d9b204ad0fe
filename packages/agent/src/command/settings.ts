import { parseArgs } from 'node:util';

/** What the command needs to know to run one agent. */
export interface Settings {
  hubUrl: string;
  fleet: string;
  cluster: string;
  keyDirectory: string;
  /** Default: in-cluster configuration, or the usual kubeconfig. */
  kubeconfig?: string;
  token?: string;
  /** On localhost only; absent for none. */
  healthPort?: number;
}

/** Wrong input, with its remedy. */
export class SettingsError extends Error {}

const OPTIONS = {
  'hub-url': { type: 'string' },
  fleet: { type: 'string' },
  cluster: { type: 'string' },
  'key-directory': { type: 'string' },
  kubeconfig: { type: 'string' },
  token: { type: 'string' },
  'health-port': { type: 'string' },
} as const;

export const USAGE = `flotilla-agent: reports one cluster to the hub, and only ever reads the cluster.

  --hub-url        FLOTILLA_HUB_URL        such as https://portal.example.com/api/flotilla
  --fleet          FLOTILLA_FLEET
  --cluster        FLOTILLA_CLUSTER        its name in Git
  --key-directory  FLOTILLA_KEY_DIRECTORY  where the agent keeps its key; default /var/lib/flotilla-agent
  --kubeconfig     KUBECONFIG              default: in-cluster configuration
  --token          FLOTILLA_TOKEN          one-time token; without it a person approves the fingerprint
  --health-port    FLOTILLA_HEALTH_PORT    serves /healthz on localhost; default none
`;

/**
 * Reads flags, then the environment.
 *
 * @throws SettingsError that names every setting that is missing
 */
export function readSettings(
  args: readonly string[],
  env: Record<string, string | undefined>,
): Settings {
  const flags = parseFlags(args);
  const value = (name: keyof typeof OPTIONS): string | undefined =>
    flags[name] ||
    env[`FLOTILLA_${name.toUpperCase().replace(/-/g, '_')}`] ||
    undefined;
  const hubUrl = value('hub-url');
  const fleet = value('fleet');
  const cluster = value('cluster');
  if (!hubUrl || !fleet || !cluster) {
    const missing = (['hub-url', 'fleet', 'cluster'] as const)
      .filter(name => !value(name))
      .map(name => `--${name}`);
    throw new SettingsError(`${missing.join(', ')} missing\n\n${USAGE}`);
  }
  return {
    hubUrl: checkedUrl(hubUrl),
    fleet,
    cluster,
    keyDirectory: value('key-directory') ?? '/var/lib/flotilla-agent',
    kubeconfig: flags.kubeconfig,
    token: value('token'),
    healthPort: portOf(value('health-port')),
  };
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new SettingsError(`${message}\n\n${USAGE}`);
  }
}

function checkedUrl(text: string): string {
  if (!/^https?:\/\/\S+$/.test(text) || !URL.canParse(text)) {
    throw new SettingsError(
      `--hub-url "${text}" is not a URL; write it like https://portal.example.com/api/flotilla`,
    );
  }
  return text.replace(/\/+$/, '');
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new SettingsError(`--health-port "${text}" is not a port`);
  }
  return port;
}
