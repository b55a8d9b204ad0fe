import { ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** The portal's process: Backstage with the hub in it. */
export class Portal {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly token: string,
    private readonly logFile: string,
  ) {}

  /** Starts the process; {@link ready} tells when it answers. */
  static start(demo: {
    root: string;
    url: string;
    configFile: string;
    logFile: string;
    token: string;
  }): Portal {
    const { root, configFile, logFile } = demo;
    const child = spawn(
      process.execPath,
      [
        ...['--max-old-space-size=1024', '--no-node-snapshot'],
        ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
        ...[
          '--require',
          join(root, 'packages/workbench/src/start/endWithParent.ts'),
        ],
        join(root, 'packages/backend/src/index.ts'),
        ...['--config', join(root, 'app-config.yaml')],
        ...['--config', configFile],
      ],
      {
        // Paths in app-config.yaml are relative to the backend's package.
        cwd: join(root, 'packages/backend'),
        env: { ...process.env, NODE_ENV: 'development', LOG_LEVEL: 'info' },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        // Its own group: Ctrl-C reaches it through us, when it is its turn.
        detached: true,
      },
    );
    const log = createWriteStream(logFile);
    child.stdout?.pipe(log);
    child.stderr?.pipe(log);
    return new Portal(demo.url, child, demo.token, logFile);
  }

  /** @throws Error with the place of the log when the process ended or doesn't answer in time */
  async ready(seconds = 120): Promise<void> {
    const until = Date.now() + seconds * 1000;
    for (;;) {
      const fleets = await this.get<{ items: { commit?: string }[] }>(
        '/v1/fleets',
      ).catch(() => undefined);
      if (fleets?.items.some(fleet => fleet.commit)) {
        return;
      }
      if (this.child.exitCode !== null || Date.now() > until) {
        throw new Error(
          `The portal did not come up. Its log is in ${this.logFile}.`,
        );
      }
      await pause(500);
    }
  }

  /** Resolves when the hub has read of a cluster in Git. */
  async knows(cluster: string, seconds = 60): Promise<void> {
    const until = Date.now() + seconds * 1000;
    for (;;) {
      const known = await this.get(`/v1/clusters/acme/${cluster}`).then(
        () => true,
        () => false,
      );
      if (known) return;
      if (Date.now() > until) {
        throw new Error(
          `The portal does not read of ${cluster}. Its log is in ${this.logFile}.`,
        );
      }
      await pause(500);
    }
  }

  /** Asks the hub. */
  async get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  async post<T>(path: string): Promise<T> {
    return this.call<T>('POST', path);
  }

  /** Resolves when the process is gone; a process that doesn't end by itself is ended. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) {
      return;
    }
    const gone = new Promise<void>(resolve =>
      this.child.once('exit', () => resolve()),
    );
    this.child.kill('SIGTERM');
    const impatience = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(impatience);
  }

  /** Called when the process ends without being asked to. */
  onEnd(listener: () => void): void {
    this.child.once('exit', listener);
  }

  private async call<T>(method: string, path: string): Promise<T> {
    const response = await fetch(`${this.url}/api/flotilla${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}` },
    });
    if (!response.ok) {
      throw new Error(
        `${method} ${path}: ${response.status} ${await response.text()}`,
      );
    }
    return (await response.json()) as T;
  }
}
