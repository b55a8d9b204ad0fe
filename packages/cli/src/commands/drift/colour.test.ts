import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { startAnsweringHub } from '../../__testUtils__/answeringHub';
import type { AnsweringHub } from '../../__testUtils__/answeringHub';
import { degraded, drifted, inSync, told } from '../../__testUtils__/drifts';
import { runCommand } from '../../__testUtils__/runCommand';

jest.setTimeout(60_000);

const DRIFTS = {
  calm: inSync,
  edited: drifted,
  told,
  degraded,
  silent: { ...drifted, current: false, asOf: '2026-05-01T11:46:00Z' },
};

const painted = (open: number, close: number) => (text: string) =>
  `\u001b[${open}m${text}\u001b[${close}m`;
const red = painted(31, 39);
const green = painted(32, 39);
const yellow = painted(33, 39);
const bold = painted(1, 22);
const dim = painted(2, 22);

describe('flotilla drift, in colour', () => {
  let hub: AnsweringHub;
  beforeAll(async () => {
    hub = await startAnsweringHub(
      Object.fromEntries(
        Object.entries(DRIFTS).map(([name, drift]) => [
          `/api/flotilla/v1/clusters/acme/${name}/drift`,
          drift,
        ]),
      ),
    );
  });
  afterAll(() => hub.stop());

  const argsOf = (cluster: string) => [
    ...['drift', cluster, '--fleet', 'acme'],
    ...['--hub', hub.url],
  ];
  const drift = async (cluster: string, colour = true) =>
    (await runCommand(argsOf(cluster), { colour })).out;

  it('is green where all is in sync', async () => {
    expect(await drift('calm')).toBe(
      `${bold('calm')}  ${green(
        'InSync',
      )}: 92 of 92 objects match  (30 s ago)\n`,
    );
  });

  it('is red where something differs, beside what Git says in green', async () => {
    const [head, resource, field] = (await drift('edited')).split('\n');
    expect(head).toBe(
      `${bold('edited')}  ${red('Drifted')}: ${red(
        '1 resource, 3 fields differ',
      )}  (30 s ago)`,
    );
    expect(resource).toBe(
      `  Deployment monitoring/grafana  Modified, ${yellow('medium')}  ${dim(
        'components/grafana',
      )}`,
    );
    expect(field).toBe(
      `      .spec.replicas  desired ${green('2')}, live ${red(
        '5',
      )}  by kubectl-scale (scale), 14 min ago`,
    );
  });

  it('is yellow where it is not known, whatever was known before', async () => {
    const [head] = (await drift('silent')).split('\n');
    expect(head).toBe(
      `${bold('silent')}  ${yellow('Unknown')}: last known 14 min ago`,
    );
  });

  it('is yellow where a comparison is not all that it could be', async () => {
    expect(await drift('told')).toContain(
      yellow(
        "    ! Not searched for objects that Git doesn't know: not sought yet",
      ),
    );
  });

  it.each(Object.keys(DRIFTS))('says of %s what it says without', async of => {
    const plain = await drift(of, false);
    expect(stripVTControlCharacters(await drift(of))).toBe(plain);
    expect(stripVTControlCharacters(plain)).toBe(plain);
  });

  it('is so on a terminal, unless NO_COLOR is set, and in no pipe', async () => {
    const command = [
      process.execPath,
      path.resolve(__dirname, '../../../bin/flotilla'),
      ...argsOf('calm'),
    ];
    const [onTerminal, withNoColor, inPipe] = await Promise.all([
      said(inTerminal(command)),
      said(inTerminal(command), { NO_COLOR: '1' }),
      said(command),
    ]);
    expect(onTerminal).toContain(green('InSync'));
    expect(withNoColor).toMatch(/^calm {2}InSync: 92 of 92 objects match/);
    for (const text of [withNoColor, inPipe]) {
      expect(stripVTControlCharacters(text)).toBe(text);
    }
    expect(inPipe).toBe(withNoColor);
    expect(stripVTControlCharacters(onTerminal)).toBe(inPipe);
  });
});

/** What a program says, as its reader sees it. */
async function said(
  [program, ...args]: readonly string[],
  more: NodeJS.ProcessEnv = {},
): Promise<string> {
  const { NO_COLOR: _, ...env } = process.env;
  const child = spawn(program, args, {
    env: { ...env, ...more },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', chunk => void (out += chunk));
  await once(child, 'close');
  return out.replaceAll('\r\n', '\n');
}

/** A command on a terminal of its own, as the system's `script` gives one. */
function inTerminal(command: readonly string[]): string[] {
  if (process.platform === 'darwin') {
    return ['script', '-q', '/dev/null', ...command];
  }
  const quoted = command.map(one => `'${one}'`).join(' ');
  return ['script', '--quiet', '--command', quoted, '/dev/null'];
}
