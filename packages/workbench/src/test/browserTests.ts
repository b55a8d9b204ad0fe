import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildApp, isAppStale } from '../start/buildApp';
import { tryRun } from '../run';
import { StepResult } from './TestReport';

/** What of Playwright's report counts. */
interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number };
  errors?: { message?: string }[];
}

/** Runs the whole loop in a real browser, against a demo of its own. */
export async function browserTests(root: string): Promise<StepResult> {
  if (await isAppStale(root)) {
    await buildApp(root);
  }
  const file = join(root, '.flotilla', 'test', 'playwright.json');
  await mkdir(dirname(file), { recursive: true });
  await rm(file, { force: true });
  const { output } = await tryRun(
    'yarn',
    ['workspace', 'e2e-tests', 'playwright', 'test', '--reporter=list,json'],
    {
      cwd: root,
      env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
      onOutput: text => process.stderr.write(text),
    },
  );
  if (!existsSync(file)) {
    return { passed: 0, failed: 1, details: output.slice(-6000) };
  }
  return countPlaywright(
    JSON.parse(await readFile(file, 'utf8')),
    output.slice(-12_000),
  );
}

/** A test that passed only at a second try has failed: it is wrong, or the product is. */
export function countPlaywright(
  { stats, errors = [] }: PlaywrightReport,
  output: string,
): StepResult {
  const failed = stats.unexpected + stats.flaky + errors.length;
  return {
    passed: stats.expected,
    failed,
    details: failed > 0 ? output : undefined,
  };
}
