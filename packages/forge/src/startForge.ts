import { createServer, Server } from 'node:http';
import { Express } from 'express';
import { Webhook, Webhooks } from './events/Webhooks';
import { ForgeHost } from './ForgeHost';
import { forgeApp } from './http/forgeApp';
import { ForgeUser, People, Person } from './people/People';
import { commitDirectly, CommitFiles } from './repositories/DirectCommits';
import { requireRepository } from './repositories/RefUpdates';
import { BranchProtection } from './repositories/Repositories';
import { Links } from './represent/Links';
import { ForgeDatabase } from './store/ForgeDatabase';

/**
 * How the local Git host is set up.
 *
 * @public
 */
export interface ForgeOptions {
  /** Folder for repositories and pull requests; made when it is missing. */
  directory: string;
  /** Port to listen on; 0 or none takes a free one. */
  port?: number;
  /** Address to listen on, `127.0.0.1` unless given. */
  host?: string;
  users: ForgeUser[];
  /** Login of the organisation whose teams the users are in. */
  organisation: string;
  /** Addresses that are told of events from the start. */
  webhooks?: Webhook[];
  /** Calls of the API that one user may make in an hour, 15,000 unless given. */
  requestsPerHour?: number;
  /** Called with errors that are the host's own fault. */
  onError?: (error: unknown) => void;
}

/**
 * A repository to make.
 *
 * @public
 */
export interface NewForgeRepository {
  owner: string;
  name: string;
  description?: string;
  /** Files of the first commit, by their path in the repository. */
  seed?: ReadonlyMap<string, string | Buffer>;
  /** Login of the first commit's author; the first user unless given. */
  author?: string;
  /** What merging into the default branch takes. */
  branchProtection?: BranchProtection;
}

/**
 * A commit that is put on a branch at once, as a push would.
 *
 * @public
 */
export interface NewForgeCommit {
  owner: string;
  name: string;
  /** Content by path; null removes the file. */
  files: CommitFiles;
  message: string;
  /** Login of a user. */
  author: string;
  /** The default branch unless given. */
  branch?: string;
  /** RFC 3339; now unless given. */
  date?: string;
}

/**
 * A running local Git host.
 *
 * @public
 */
export interface Forge {
  /** Base address without a slash at the end; pages and git live here. */
  readonly url: string;
  readonly apiBaseUrl: string;
  readonly graphqlUrl: string;
  /** Whether the repository exists, e.g. from an earlier start. */
  hasRepository(owner: string, name: string): boolean;
  /**
   * Makes a repository with its first commit and gives that commit's id.
   *
   * @throws when the repository exists.
   */
  createRepository(repository: NewForgeRepository): Promise<{ sha: string }>;
  /** Adds a commit to a branch and gives its id. */
  commit(commit: NewForgeCommit): Promise<{ sha: string }>;
  /** Tells another address of events, until the host stops. */
  addWebhook(webhook: Webhook): void;
  /** Stops listening and closes the state; what it was doing ends first. */
  stop(): Promise<void>;
}

async function listen(server: Server, port: number, host: string) {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The Git host has no port.');
  }
  return `http://${host}:${address.port}`;
}

/**
 * Milliseconds that an idle connection stays open: longer than clients keep
 * theirs, so that none sends a change into one that is just being closed.
 */
const KEPT_ALIVE = 65_000;

/** Milliseconds that answers in progress have to end. */
const LAST_ANSWERS = 2_000;

async function closeServer(server: Server) {
  const closed = new Promise<void>(resolve => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS);
  await closed;
  clearTimeout(cut);
}

function author(people: People, login: string): Person {
  const person = people.find(login);
  if (!person) throw new Error(`The Git host has no user "${login}".`);
  return person;
}

/**
 * Starts a Git host on this machine: git over HTTP, the part of GitHub's API
 * that Flotilla uses, and a page per pull request. Its state is in
 * `options.directory` and survives restarts.
 *
 * @throws when the port is taken or the state can't be read.
 *
 * @public
 */
export async function startForge(options: ForgeOptions): Promise<Forge> {
  const { directory, port = 0, host: address = '127.0.0.1' } = options;
  const people = new People(options.organisation, options.users);
  const database = new ForgeDatabase(directory);
  // The port is known only once it is open, and every address needs it: a
  // request that is as quick as that waits.
  let open: (app: Express) => void = () => {};
  const opened = new Promise<Express>(resolve => {
    open = resolve;
  });
  const server = createServer(async (request, response) => {
    (await opened)(request, response);
  });
  server.keepAliveTimeout = KEPT_ALIVE;
  const url = await listen(server, port, address).catch(error => {
    database.close();
    throw error;
  });
  const links = new Links(url);
  const host = new ForgeHost(database, directory, people, links);
  const report = options.onError ?? (() => {});
  const webhooks = new Webhooks(host, report);
  options.webhooks?.forEach(webhook => webhooks.add(webhook));
  await host.catchUp();
  open(forgeApp(host, options.requestsPerHour ?? 15_000, report));

  const commit = async (request: NewForgeCommit) => {
    const { repositories, refs } = host;
    const repository = requireRepository(
      repositories,
      request.owner,
      request.name,
    );
    const sha = await commitDirectly(refs, repository, {
      ...request,
      branch: request.branch ?? repository.defaultBranch,
      author: author(people, request.author),
    });
    return { sha };
  };

  return {
    url,
    apiBaseUrl: links.api,
    graphqlUrl: links.graphql,
    hasRepository: (owner, name) =>
      host.repositories.find(owner, name) !== undefined,
    createRepository: async repository => {
      const { owner, name } = repository;
      await host.repositories.create(repository);
      return commit({
        owner,
        name,
        files: repository.seed ?? new Map(),
        message: 'Start the repository',
        author: repository.author ?? options.users[0]?.login ?? '',
      });
    },
    commit,
    addWebhook: webhook => webhooks.add(webhook),
    stop: async () => {
      await closeServer(server);
      await host.settled();
      await webhooks.stop();
      database.close();
    },
  };
}
