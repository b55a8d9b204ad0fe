import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** The real kubectl, against one cluster, with a home of its own. */
export class Kubectl {
  readonly #home = mkdtempSync(join(tmpdir(), 'kubectl-home-'));

  constructor(private readonly program: string, kubeconfig: string) {
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
        this.program,
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
