import { ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The processes of one control plane. Their output goes to files; none outlives this process. */
export class Programs {
  readonly #running = new Map<string, ChildProcess>();
  readonly #ended = new Map<string, number | string>();
  readonly #killAll = () => {
    for (const child of this.#running.values()) child.kill('SIGKILL');
  };

  constructor(readonly folder: string) {
    process.on('exit', this.#killAll);
  }

  /** @param name - what the program takes for its own name, and so for the manager of the fields that it writes */
  start(name: string, program: string, args: readonly string[]): void {
    const log = openSync(this.#log(name), 'a');
    // The open pipe is what ends our own program with this process, even where this one is killed.
    const child = spawn(program, args, {
      argv0: name,
      cwd: this.folder,
      stdio: ['pipe', log, log],
    });
    closeSync(log);
    child.stdin?.on('error', () => {});
    this.#running.set(name, child);
    child.on('error', error => this.#ended.set(name, error.message));
    child.on('close', (code, signal) => {
      this.#running.delete(name);
      this.#ended.set(name, code ?? signal ?? 'no reason');
    });
  }

  /** @throws Error with the end of its output when a program has ended by itself */
  check(): void {
    for (const [name, why] of this.#ended) {
      const said = readFileSync(this.#log(name), 'utf8').trimEnd();
      const end = said.split('\n').slice(-15).join('\n');
      throw new Error(`${name} ended (${why}):\n${end}`);
    }
  }

  /** Ends them all at once: nobody wants what they would save. */
  async stop(): Promise<void> {
    process.off('exit', this.#killAll);
    const ended = [...this.#running.values()].map(
      child => new Promise(done => child.once('close', done)),
    );
    this.#killAll();
    await Promise.all(ended);
  }

  #log(name: string): string {
    return join(this.folder, `${name}.log`);
  }
}
