import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { run } from '../run';

const VARIABLE = 'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';
const MISSING =
  'No PostgreSQL here (initdb was not found): the database tests ran on SQLite only. Install PostgreSQL, or set ' +
  `${VARIABLE}.`;

/** A PostgreSQL of our own in a temporary folder. It refuses to run as root, so root runs it as `postgres`. */
class TemporaryCluster {
  private constructor(
    private readonly programs: string,
    private readonly directory: string,
    readonly port: number,
  ) {}

  static async start(programs: string): Promise<TemporaryCluster> {
    const directory = await mkdtemp(join(tmpdir(), 'flotilla-postgres-'));
    // The user that PostgreSQL runs as has to get in.
    await chmod(directory, 0o777);
    const cluster = new TemporaryCluster(programs, directory, await freePort());
    await cluster.program('initdb', [
      ...['-D', cluster.data, '-U', 'postgres', '--auth=trust', '--no-sync'],
    ]);
    await cluster.program('pg_ctl', [
      ...['-D', cluster.data, '-w', '-l', join(directory, 'log')],
      '-o',
      `-p ${cluster.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${directory} -c fsync=off -c max_connections=200`,
      'start',
    ]);
    return cluster;
  }

  async stop(): Promise<void> {
    await this.program('pg_ctl', ['-D', this.data, '-m', 'immediate', 'stop']);
    await rm(this.directory, { recursive: true, force: true });
  }

  private get data(): string {
    return join(this.directory, 'data');
  }

  private async program(name: string, args: string[]): Promise<void> {
    const file = join(this.programs, name);
    const asRoot = process.getuid?.() === 0;
    await run(
      asRoot ? runuser() : file,
      asRoot ? ['-u', 'postgres', '--', file, ...args] : args,
      { cwd: this.directory },
    );
  }
}

/**
 * Runs something with a PostgreSQL: the one that the environment names, else a temporary one from the programs that
 * are installed. The second argument says what is missing where there is none.
 */
export async function withPostgres<T>(
  use: (env: Record<string, string>, missing?: string) => Promise<T>,
): Promise<T> {
  if (process.env[VARIABLE]) {
    return use({});
  }
  const programs = findPrograms();
  if (!programs) {
    return use({}, MISSING);
  }
  const cluster = await TemporaryCluster.start(programs);
  try {
    return await use({
      [VARIABLE]: `postgresql://postgres@127.0.0.1:${cluster.port}/postgres`,
    });
  } finally {
    await cluster.stop();
  }
}

/** The folder that has initdb and pg_ctl: on the PATH, or where Debian puts it. */
function findPrograms(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort() : [];
  return [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.reverse().map(version => join(debian, version, 'bin')),
  ].find(folder => existsSync(join(folder, 'initdb')));
}

/** It is in a folder for administrators, which isn't on everybody's PATH. */
function runuser(): string {
  const places = ['/usr/sbin/runuser', '/sbin/runuser'];
  return places.find(existsSync) ?? 'runuser';
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object'
          ? resolve(address.port)
          : reject(new Error('No free port')),
      );
    });
  });
}
