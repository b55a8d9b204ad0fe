import { hostname } from 'node:os';
import { parseArgs } from 'node:util';
import { HealthAddress } from './serveHealth';
import { SERVICE_ACCOUNT } from './serviceAccount';

/** What the command needs to know to run one agent. */
export interface Settings {
  hubUrl: string;
  fleet: string;
  cluster: string;
  /** Where the key is kept when the agent has no namespace of its own. */
  keyDirectory: string;
  /** The agent's own Pod: its key is in a Secret there, and a Lease lets one of several speak. */
  own?: { namespace: string; identity: string };
  /** Where the files of the Pod's own account are. */
  serviceAccount: string;
  /** Default: the Pod's own account, or the usual kubeconfig. */
  kubeconfig?: string;
  token?: string;
  /** Where health and metrics are served; absent for nowhere. */
  health?: HealthAddress;
  verbose: boolean;
}

/** Wrong input, with its remedy. */
export class SettingsError extends Error {}

const OPTIONS = {
  'hub-url': { type: 'string' },
  fleet: { type: 'string' },
  cluster: { type: 'string' },
  'key-directory': { type: 'string' },
  kubeconfig: { type: 'string' },
  'service-account': { type: 'string' },
  token: { type: 'string' },
  namespace: { type: 'string' },
  identity: { type: 'string' },
  'health-port': { type: 'string' },
  'health-host': { type: 'string' },
  verbose: { type: 'boolean' },
} as const;

export const USAGE = `flotilla-agent: reports one cluster to the hub, and only ever reads the cluster.

  --hub-url        FLOTILLA_HUB_URL        such as https://portal.example.com/api/flotilla
  --fleet          FLOTILLA_FLEET
  --cluster        FLOTILLA_CLUSTER        its name in Git
  --namespace      FLOTILLA_NAMESPACE      its own namespace: keeps its key in a Secret there, and a Lease
  --identity       FLOTILLA_IDENTITY       holder of the Lease; default: the host's name
  --key-directory  FLOTILLA_KEY_DIRECTORY  keeps its key in a file instead; default /var/lib/flotilla-agent
  --kubeconfig     KUBECONFIG              default: the Pod's own account
  --service-account
                   FLOTILLA_SERVICE_ACCOUNT  where that account's files are; default as Kubernetes puts them
  --token          FLOTILLA_TOKEN          one-time token; without it a person approves the fingerprint
  --health-port    FLOTILLA_HEALTH_PORT    serves /healthz, /readyz and /metrics; default none
  --health-host    FLOTILLA_HEALTH_HOST    where it listens; default 127.0.0.1
  --verbose        FLOTILLA_VERBOSE        says more
`;

type TextOption = Exclude<keyof typeof OPTIONS, 'verbose'>;

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
  const value = (name: TextOption): string | undefined =>
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
    serviceAccount: value('service-account') ?? SERVICE_ACCOUNT,
    token: value('token'),
    ...ownOf(value('namespace'), value('identity')),
    ...healthOf(value('health-port'), value('health-host')),
    verbose: flags.verbose ?? Boolean(env.FLOTILLA_VERBOSE),
  };
}

function ownOf(
  namespace: string | undefined,
  identity = hostname(),
): Pick<Settings, 'own'> {
  return namespace ? { own: { namespace, identity } } : {};
}

function healthOf(
  port: string | undefined,
  host = '127.0.0.1',
): Pick<Settings, 'health'> {
  return port === undefined ? {} : { health: { host, port: portOf(port) } };
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

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new SettingsError(`--health-port "${text}" is not a port`);
  }
  return port;
}
