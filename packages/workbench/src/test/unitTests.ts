import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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

/** Runs every package's Jest tests, the database's on SQLite and on PostgreSQL. */
export async function unitTests(root: string): Promise<StepResult> {
  const file = join(root, '.flotilla', 'test', 'jest.json');
  await mkdir(dirname(file), { recursive: true });
  await rm(file, { force: true });
  return withPostgres(async (env, missing) => {
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
    const result = countJest(JSON.parse(await readFile(file, 'utf8')));
    return missing ? withMissing(result, missing) : result;
  });
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
function withMissing(result: StepResult, missing: string): StepResult {
  process.stderr.write(`  ${missing}\n`);
  return process.env.CI
    ? {
        ...result,
        failed: result.failed + 1,
        details: [missing, result.details].filter(Boolean).join('\n'),
      }
    : result;
}
