import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withSharedControlPlane } from '@flotilla/testbed';
import { tryRun } from '../run';
import { withPostgres } from './postgres';
import { StepResult } from './TestReport';

/** What of Jest's report counts. */
interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
  testResults: {
    name: string;
    message: string;
    status: string;
  }[];
}

/** Runs every package's Jest tests, on SQLite and PostgreSQL, on simulated clusters and a real Kubernetes API. */
export function unitTests(root: string): Promise<StepResult> {
  return withPostgres((database, noPostgres) =>
    withSharedControlPlane(async (kubernetes, noKubernetes) => {
      const result = await jest(root, { ...database, ...kubernetes });
      return [noPostgres, noKubernetes].reduce(withMissing, result);
    }),
  );
}

async function jest(
  root: string,
  env: Record<string, string>,
): Promise<StepResult> {
  const file = join(root, '.flotilla', 'test', 'jest.json');
  await mkdir(dirname(file), { recursive: true });
  await rm(file, { force: true });
  const { output } = await tryRun(
    'yarn',
    [
      ...['backstage-cli', 'repo', 'test', '--watch=false'],
      ...['--maxWorkers=2', '--workerIdleMemoryLimit=1200M'],
      // Real git and real servers on a busy machine: a limit for what hangs, not a measure of speed.
      '--testTimeout=60000',
      ...['--json', `--outputFile=${file}`],
    ],
    {
      cwd: root,
      env: {
        ...process.env,
        CI: 'true',
        BACKSTAGE_TEST_DISABLE_DOCKER: '1',
        ...env,
      },
    },
  );
  if (!existsSync(file)) {
    return { passed: 0, failed: 1, details: output.slice(-6000) };
  }
  return countJest(JSON.parse(await readFile(file, 'utf8')));
}

/** Failed tests, and suites that couldn't even begin. */
export function countJest(report: JestReport): StepResult {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    details: report.testResults
      .filter(suite => suite.status === 'failed')
      .map(({ name, message }) => `${name}\n${message.slice(0, 4000)}`)
      .join('\n\n'),
  };
}

/** A missing part is said in one line; in CI it is a failure. */
function withMissing(
  result: StepResult,
  missing: string | undefined,
): StepResult {
  if (missing === undefined) return result;
  process.stderr.write(`  ${missing}\n`);
  return process.env.CI
    ? {
        ...result,
        failed: result.failed + 1,
        details: [missing, result.details].filter(Boolean).join('\n'),
      }
    : result;
}
