import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Octokit } from 'octokit';
import { ForgeUser } from '../people/People';
import { Forge, ForgeOptions, startForge } from '../startForge';

function user(login: string, teams: string[]): ForgeUser {
  return {
    login,
    name: login[0].toUpperCase() + login.slice(1),
    email: `${login}@acme.example`,
    token: `token-of-${login}`,
    teams,
  };
}

/** The users that the forge's own tests act as. */
export const SAMPLE_USERS: ForgeUser[] = [
  user('ada', ['platform', 'developers']),
  user('grace', ['platform']),
  user('linus', ['payments', 'developers']),
];

export const SAMPLE_FILES = new Map([
  ['fleet.yaml', 'kind: Fleet\n'],
  ['clusters/prod-eu-1/cluster.yaml', 'kind: Cluster\nname: prod-eu-1\n'],
  ['rendered/prod-eu-1/gitops/manifests.yaml', '---\nkind: Kustomization\n'],
]);

/** A forge on a free port with `acme/fleet`, and octokits for its users. */
export class SampleForge {
  private constructor(readonly forge: Forge, readonly directory: string) {}

  static async start(
    options: Partial<ForgeOptions> & { protect?: boolean } = {},
  ): Promise<SampleForge> {
    const directory =
      options.directory ?? (await mkdtemp(join(tmpdir(), 'forge-')));
    const forge = await startForge({
      directory,
      users: SAMPLE_USERS,
      organisation: 'acme',
      onError: error => {
        throw error;
      },
      ...options,
    });
    if (!forge.hasRepository('acme', 'fleet')) {
      await forge.createRepository({
        owner: 'acme',
        name: 'fleet',
        seed: SAMPLE_FILES,
        branchProtection: options.protect
          ? { requiredStatuses: ['flotilla/policy'], requiredApprovals: 1 }
          : undefined,
      });
    }
    return new SampleForge(forge, directory);
  }

  octokit(login: string | undefined): Octokit {
    return new Octokit({
      baseUrl: this.forge.apiBaseUrl,
      auth: login && `token-of-${login}`,
      throttle: { enabled: false },
      retry: { enabled: false },
      log: { debug() {}, info() {}, warn() {}, error() {} },
    });
  }

  /** Clone address with a user's token in it. */
  gitUrl(login: string | undefined): string {
    const url = new URL(`${this.forge.url}/acme/fleet.git`);
    if (login) {
      url.username = login;
      url.password = `token-of-${login}`;
    }
    return url.toString();
  }

  async stop() {
    await this.forge.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** What a call answered: its status, whether it was a success or not. */
export async function statusOf(call: Promise<{ status: number }>): Promise<{
  status: number;
  message: string;
}> {
  try {
    return { status: (await call).status, message: '' };
  } catch (error) {
    if (error instanceof Error && 'status' in error) {
      return { status: Number(error.status), message: error.message };
    }
    throw error;
  }
}
