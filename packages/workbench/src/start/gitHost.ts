import { Forge, startForge } from '@flotilla/forge';
import { readFolder } from '@flotilla/repository';
import { join } from 'node:path';
import { PEOPLE } from './people';
import { Ports } from './ports';
import { DemoSecrets } from './secrets';
import { seedHistory, SeedCommit } from './seed';

/** The running Git host of the demo. */
export interface DemoGitHost {
  forge: Forge;
  /** Where clusters and the portal read the fleet repository. */
  cloneUrl: string;
  /** True when the fleet repository was made by this start. */
  isNew: boolean;
  /** Puts a commit on main, as a push would. */
  commit(commit: SeedCommit): Promise<void>;
  /** The upgrade that the demo's story merges. */
  upgrade: SeedCommit;
}

const OWNER = 'acme';
const NAME = 'fleet';

/** Starts the local Git host; at the first start it gets the sample fleet. */
export async function startGitHost(demo: {
  root: string;
  directory: string;
  ports: Ports;
  secrets: DemoSecrets;
  onError(error: unknown): void;
}): Promise<DemoGitHost> {
  const { ports, secrets } = demo;
  const forge = await startForge({
    directory: demo.directory,
    port: ports.git,
    organisation: OWNER,
    users: PEOPLE.map(({ login, name, teams }) => ({
      login,
      name,
      teams,
      email: `${login}@acme.example`,
      token: secrets.people[login],
    })),
    webhooks: [
      {
        url: `http://localhost:${ports.portal}/api/events/http/github`,
        secret: secrets.webhook,
        events: ['push', 'pull_request', 'pull_request_review'],
      },
    ],
    onError: demo.onError,
  });
  const { first, upgrade } = seedHistory(
    await readFolder(join(demo.root, 'examples', 'fleet')),
  );
  const isNew = !forge.hasRepository(OWNER, NAME);
  if (isNew) {
    await forge.createRepository({
      owner: OWNER,
      name: NAME,
      description: 'The sample fleet',
      seed: first,
      author: 'ada',
      branchProtection: { requiredStatuses: ['flotilla/policy'] },
    });
  }
  return {
    forge,
    isNew,
    upgrade,
    cloneUrl: `${forge.url}/${OWNER}/${NAME}.git`,
    commit: async commit => {
      await forge.commit({ owner: OWNER, name: NAME, ...commit });
    },
  };
}
