import { spawn } from 'node:child_process';
import { RepositoryUnreachable } from '../errors';
import { gitFailure } from './gitErrors';

/** A credential for one remote, handed to git in its environment: a command line can be read by other users. */
export interface GitCredential {
  url: string;
  token: string;
}

export interface GitRun {
  args: readonly string[];
  /** Fed to git's standard input. */
  input?: string;
  /** The remote that this run talks to, for errors and credentials. */
  remote?: GitRemote;
  /** Milliseconds after which git is ended; for runs that talk to a remote. */
  timeout?: number;
}

export interface GitRemote {
  url: string;
  credential?: GitCredential;
}

/** Runs the git program in one directory: no shell, no configuration but its own, no prompts. */
export class Git {
  constructor(private readonly directory: string) {}

  async text(run: GitRun): Promise<string> {
    return (await this.bytes(run)).toString('utf8');
  }

  async bytes(run: GitRun): Promise<Buffer> {
    const chunks: Buffer[] = [];
    await this.stream(run, chunk => chunks.push(chunk));
    return Buffer.concat(chunks);
  }

  /** Calls `onOutput` with every piece of git's output, and resolves when git has ended well. */
  async stream(run: GitRun, onOutput: (chunk: Buffer) => void): Promise<void> {
    const { code, stderr, timedOut } = await this.spawn(run, onOutput);
    if (timedOut) {
      throw new RepositoryUnreachable(
        `${run.remote?.url ?? this.directory} did not answer within ${
          (run.timeout ?? 0) / 1000
        } s`,
      );
    }
    if (code !== 0) {
      throw gitFailure(run.args[0], stderr, {
        remote: run.remote?.url,
        redact: text => redact(text, run.remote?.credential),
      });
    }
  }

  private spawn(run: GitRun, onOutput: (chunk: Buffer) => void) {
    return new Promise<{
      code: number | null;
      stderr: string;
      timedOut: boolean;
    }>((resolve, reject) => {
      const child = spawn('git', [...run.args], {
        cwd: this.directory,
        env: environment(run.remote?.credential),
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      let stderr = '';
      let timedOut = false;
      const timer = run.timeout
        ? setTimeout(() => {
            timedOut = true;
            child.kill();
          }, run.timeout)
        : undefined;
      child.stdout.on('data', onOutput);
      child.stderr.on('data', chunk => {
        stderr = (stderr + chunk).slice(-16_384);
      });
      // git closes its input early when it fails; what it says about that is on stderr.
      child.stdin.on('error', () => undefined);
      child.on('error', error => {
        clearTimeout(timer);
        reject(
          new Error(
            `The git program can't be run: ${error.message}. Install git and put it on the PATH.`,
          ),
        );
      });
      child.on('close', code => {
        clearTimeout(timer);
        resolve({ code, stderr, timedOut });
      });
      child.stdin.end(run.input ?? '');
    });
  }
}

function environment(credential?: GitCredential): NodeJS.ProcessEnv {
  const config: [string, string][] = [
    ['core.quotePath', 'false'],
    ['gc.autoDetach', 'false'],
    ['maintenance.autoDetach', 'false'],
    ['protocol.ext.allow', 'never'],
    ['credential.helper', ''],
    ['http.lowSpeedLimit', '1'],
    ['http.lowSpeedTime', '30'],
  ];
  if (credential) {
    const basic = Buffer.from(`x-access-token:${credential.token}`).toString(
      'base64',
    );
    // Bound to the host, so that a redirect elsewhere doesn't carry it along.
    config.push([
      `http.${new URL(credential.url).origin}/.extraHeader`,
      `Authorization: Basic ${basic}`,
    ]);
  }
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('GIT_'),
  );
  return {
    ...Object.fromEntries(inherited),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_CONFIG_COUNT: String(config.length),
    ...Object.fromEntries(
      config.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}

function redact(text: string, credential?: GitCredential): string {
  const withoutUserInfo = text.replace(/:\/\/[^/\s@]+@/g, '://');
  if (!credential) {
    return withoutUserInfo;
  }
  const basic = Buffer.from(`x-access-token:${credential.token}`).toString(
    'base64',
  );
  return withoutUserInfo
    .split(credential.token)
    .join('…')
    .split(basic)
    .join('…');
}
