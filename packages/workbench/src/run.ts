import { spawn } from 'node:child_process';

/** How a command ran that didn't fail to start. */
export interface RunResult {
  code: number;
  output: string;
}

interface RunOptions {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  /** Gets the output as it comes. */
  onOutput?: (text: string) => void;
}

/** Runs a command to its end, whatever that is. */
export function tryRun(
  command: string,
  args: readonly string[],
  { cwd, env = process.env, onOutput }: RunOptions,
): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: string[] = [];
    const take = (chunk: Buffer) => {
      output.push(chunk.toString());
      onOutput?.(chunk.toString());
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({ code: signal ? 1 : code ?? 1, output: output.join('') }),
    );
  });
}

/** @throws Error with the end of the output when the command fails */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<string> {
  const { code, output } = await tryRun(command, args, options);
  if (code !== 0) {
    const end = output.trimEnd().split('\n').slice(-40).join('\n');
    throw new Error(`${command} ${args.join(' ')} failed (${code}):\n${end}`);
  }
  return output;
}
