import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Start } from './imageRecipe';

/** A program that is measured from outside, in a process of its own. */
export class Program {
  readonly #child: ChildProcess;
  #said = '';

  constructor(
    { flags, env }: Start,
    script: string,
    args: readonly string[],
    more: Record<string, string> = {},
  ) {
    this.#child = spawn(process.execPath, [...flags, script, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...env, ...more },
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.#said += chunk;
    });
  }

  /** Waits until it has said something. @throws Error when it has ended before */
  async said(pattern: RegExp, milliseconds = 60_000): Promise<RegExpExecArray> {
    const end = Date.now() + milliseconds;
    for (;;) {
      const match = pattern.exec(this.#said);
      if (match) return match;
      const isOver = this.#child.exitCode !== null || Date.now() > end;
      if (isOver) throw new Error(`it never said ${pattern}:\n${this.#said}`);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  /** Resident memory as the kernel counts it, in MiB. */
  get memory(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill();
    await ended;
  }
}
