import { spawn } from 'node:child_process';
import { devNull } from 'node:os';

/** What a finished git process left behind. */
export interface GitOutcome {
  exitCode: number;
  stdout: Buffer;
  stderr: string;
}

export interface GitCommandOptions {
  input?: string | Buffer;
  environment?: Record<string, string>;
  /** Exit codes that are an answer and not a failure; 0 is always one. */
  answers?: number[];
}

/** A git process that ended in a way that its caller did not expect. */
export class GitError extends Error {
  constructor(
    readonly command: string,
    readonly exitCode: number,
    readonly stderr: string,
  ) {
    super(`git ${command} ended with ${exitCode}: ${stderr.trim()}`);
    this.name = 'GitError';
  }
}

/**
 * Git reads no settings of the person or the machine: a signing key, a hook
 * or an alias there must not change what the host does.
 */
export function gitEnvironment(
  extra: Record<string, string> = {},
): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    LC_ALL: 'C',
    TZ: 'UTC',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_TERMINAL_PROMPT: '0',
    ...extra,
  };
}

/** Runs one git command on a bare repository, without a shell. */
export async function runGit(
  gitDirectory: string,
  args: string[],
  options: GitCommandOptions = {},
): Promise<GitOutcome> {
  const outcome = await new Promise<GitOutcome>((resolve, reject) => {
    const child = spawn('git', ['--git-dir', gitDirectory, ...args], {
      env: gitEnvironment(options.environment),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', chunk => stdout.push(chunk));
    child.stderr.on('data', chunk => stderr.push(chunk));
    child.on('error', reject);
    // A git that ends early closes its input: its exit code says why.
    child.stdin.on('error', () => {});
    child.on('close', code =>
      resolve({
        exitCode: code ?? -1,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString('utf8'),
      }),
    );
    child.stdin.end(options.input);
  });
  const accepted = [0, ...(options.answers ?? [])];
  if (!accepted.includes(outcome.exitCode)) {
    throw new GitError(
      args[0] ?? '',
      outcome.exitCode,
      outcome.stderr || outcome.stdout.toString('utf8'),
    );
  }
  return outcome;
}

/** Runs one git command and gives what it printed, without the last line end. */
export async function gitText(
  gitDirectory: string,
  args: string[],
  options: GitCommandOptions = {},
): Promise<string> {
  const { stdout } = await runGit(gitDirectory, args, options);
  return stdout.toString('utf8').replace(/\n$/, '');
}
