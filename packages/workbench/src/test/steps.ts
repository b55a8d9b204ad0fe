import { buildControlPlane } from '@flotilla/testbed';
import { tryRun } from '../run';
import { browserTests } from './browserTests';
import { StepResult } from './TestReport';
import { unitTests } from './unitTests';

/** One thing that `npm test` does. */
export interface Step {
  name: string;
  /** In plain words, while it runs. */
  saying: string;
  run(root: string): Promise<StepResult>;
}

/** In the order that tells the most the soonest. */
export const STEPS: Step[] = [
  command('types', 'Checking types', 'yarn', ['tsc']),
  command('lint', 'Linting', 'yarn', ['lint']),
  command('format', 'Checking the formatting', 'yarn', ['prettier:check']),
  command('reports', 'Comparing the API reports', 'yarn', [
    'api-reports',
    '--ci',
  ]),
  command('generated', 'Comparing generated files', 'yarn', [
    'check:generated',
  ]),
  command('fleet', 'Rendering the sample fleet', 'node', [
    'packages/cli/bin/flotilla',
    'render',
    '--check',
    '-C',
    'examples/fleet',
  ]),
  {
    name: 'kubernetes',
    saying:
      'Building a real Kubernetes API and Flux (up to fifteen minutes, once)',
    run: async () => {
      const missing = await buildControlPlane();
      // The tests that need it say what is missing, and count it.
      return { passed: missing === undefined ? 1 : 0, failed: 0 };
    },
  },
  {
    name: 'unit',
    saying: 'Running unit and contract tests',
    run: unitTests,
  },
  {
    name: 'browser',
    saying: 'Running the story in a browser',
    run: browserTests,
  },
];

/** A command that is one test: it ends well or it doesn't. */
function command(
  name: string,
  saying: string,
  file: string,
  args: string[],
): Step {
  return {
    name,
    saying,
    run: async root => {
      const { code, output } = await tryRun(file, args, { cwd: root });
      return code === 0
        ? { passed: 1, failed: 0 }
        : { passed: 0, failed: 1, details: lastLines(output, 60) };
    },
  };
}

/** The end of an output. */
function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
