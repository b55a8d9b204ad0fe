import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { WrongInput } from '../exitCodes';
import type { Terminal } from '../terminal';

/** How each tool is had by whoever hasn't got it. */
const INSTALL = {
  helm: 'https://helm.sh/docs/intro/install/',
  kustomize: 'https://kubectl.docs.kubernetes.io/installation/kustomize/',
};

const MINUTE = 60_000;
/** CRDs of a large chart are a few MiB. */
const MAX_OUTPUT = 128 * 1024 * 1024;

const run = promisify(execFile);

/** A program of the field that is on the PATH. */
export class Tool {
  private constructor(
    readonly name: string,
    private readonly file: string,
    private readonly env: Terminal['env'],
  ) {}

  /** @throws WrongInput that says how to get it when it isn't there */
  static async find(
    name: keyof typeof INSTALL,
    { env }: Pick<Terminal, 'env'>,
  ): Promise<Tool> {
    for (const folder of (env.PATH ?? '').split(path.delimiter)) {
      const file = path.join(folder, name);
      if (path.isAbsolute(folder) && (await isExecutable(file))) {
        return new Tool(name, file, env);
      }
    }
    throw new WrongInput(
      `${name} isn't on the PATH\n  Vendoring runs the real ${name}, and nothing of Flotilla's own. Get it: ${INSTALL[name]}`,
    );
  }

  /**
   * Runs it and gives what it prints.
   *
   * @throws WrongInput with what it complains about
   */
  async run(args: readonly string[], cwd: string): Promise<string> {
    try {
      const { stdout } = await run(this.file, [...args], {
        cwd,
        env: { ...this.env },
        maxBuffer: MAX_OUTPUT,
        timeout: 5 * MINUTE,
      });
      return stdout;
    } catch (error) {
      throw new WrongInput(
        `${this.name} ${args[0]} failed\n${indented(complaintOf(error))}`,
      );
    }
  }
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function complaintOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = 'stderr' in error ? String(error.stderr).trim() : '';
  return said || error.message;
}

function indented(text: string): string {
  return text
    .split('\n')
    .map(line => `  ${line}`)
    .join('\n');
}
