import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFolder, until } from '@flotilla/testbed';
import { AgentHub, startHub } from '../__testUtils__/AgentHub';
import {
  applied,
  deployment,
  gitRepository,
  kustomization,
} from '../__testUtils__/objects';
import { TestCluster } from '../__testUtils__/TestCluster';

const PART = 'workspaces/shop';
const web = deployment('web', 'shop/web:1.0');
const PACKAGE = packageFolder('@flotilla/agent');

describe('what the image holds', () => {
  let cluster: TestCluster;
  let hub: AgentHub;
  let directory: string;
  const running: ChildProcess[] = [];

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'agent-image-'));
    execFileSync(process.execPath, [
      join(PACKAGE, 'scripts/bundle.mjs'),
      directory,
    ]);
    cluster = await TestCluster.start();
    hub = await startHub();
    hub.desire('c1', { [PART]: [web] });
    cluster.put(gitRepository('c1'));
    cluster.put(kustomization(PART, 'c1'));
    cluster.put(applied(web));
    writeFileSync(
      join(directory, 'kubeconfig'),
      cluster.kubeConfig().exportConfig(),
    );
  });
  afterAll(async () => {
    running.forEach(one => one.kill('SIGKILL'));
    await Promise.all([hub.stop(), cluster.stop()]);
    rmSync(directory, { recursive: true, force: true });
  });

  function start(identity: string) {
    const child = spawn(
      process.execPath,
      [
        join(directory, 'flotilla-agent.cjs'),
        ...['--kubeconfig', join(directory, 'kubeconfig')],
        ...['--health-port', '0'],
      ],
      {
        env: {
          FLOTILLA_HUB_URL: hub.url,
          FLOTILLA_FLEET: 'acme',
          FLOTILLA_CLUSTER: 'prod',
          FLOTILLA_NAMESPACE: 'flotilla-system',
          FLOTILLA_IDENTITY: identity,
        },
      },
    );
    running.push(child);
    const lines: Record<string, string>[] = [];
    child.stdout.on('data', (chunk: Buffer) => {
      for (const line of chunk.toString().split('\n').filter(Boolean)) {
        lines.push(JSON.parse(line));
      }
    });
    return { child, lines };
  }

  it('runs by itself, reports, tells its health, and ends when it is told to', async () => {
    const { child, lines } = start('first');
    await until(() => hub.last, 'a report');
    const listening = await until(
      () => lines.find(({ message }) => message.startsWith('health on ')),
      'where it listens',
    );
    expect(listening).toMatchObject({ level: 'info', cluster: 'prod' });
    const port = listening.message.split(':')[1];
    const metrics = await (
      await fetch(`http://127.0.0.1:${port}/metrics`)
    ).text();
    expect(metrics).toContain('flotilla_agent_phase{phase="Reporting"} 1');
    execFileSync(process.execPath, [join(directory, 'healthcheck.cjs')], {
      env: { FLOTILLA_HEALTH_PORT: port },
    });

    const second = start('second');
    await until(
      () => second.lines.find(({ message }) => message.includes('waiting')),
      'the second waits for the first',
    );
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(lines.at(-1)).toMatchObject({ message: 'ended' });
    await until(() => hub.last?.epoch === 2, 'the second reports', 20_000);
    // The second found the key of the first.
    expect(hub.enrolments).toHaveLength(1);
    const stopped = once(second.child, 'exit');
    second.child.kill('SIGTERM');
    expect(await stopped).toEqual([0, null]);
  });

  it('says what is missing, and how to give it', () => {
    const run = () =>
      execFileSync(process.execPath, [join(directory, 'flotilla-agent.cjs')], {
        stdio: 'pipe',
        env: {},
      });
    expect(run).toThrow(/--hub-url, --fleet, --cluster missing/);
  });
});
