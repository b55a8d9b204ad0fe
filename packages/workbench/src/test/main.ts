import { Progress } from '../start/Progress';
import { STEPS } from './steps';
import { StepResult, TestReport } from './TestReport';

/** `npm test`, or some of its steps by name: `npm test -- unit browser`. */
async function main(): Promise<number> {
  const names = process.argv.slice(2);
  const unknown = names.find(name => !STEPS.some(step => step.name === name));
  if (unknown) {
    const known = STEPS.map(step => step.name).join(', ');
    process.stderr.write(`There is no step "${unknown}". Steps: ${known}\n`);
    return 2;
  }
  const root = process.cwd();
  const progress = new Progress(text => process.stderr.write(text));
  const report = new TestReport();
  for (const step of STEPS) {
    if (names.length === 0 || names.includes(step.name)) {
      const result = await progress.step(step.saying, () =>
        step.run(root).catch(brokenStep),
      );
      progress.say(`  ${result.passed} passed, ${result.failed} failed`);
      report.add(step.name, result);
    }
  }
  progress.say(`All of it took ${progress.elapsed()} s.`);
  process.stdout.write(`\n${report.summary()}`);
  return report.isGood() ? 0 : 1;
}

/** A step that can't even run is one failure; the others still tell what they find. */
function brokenStep(error: unknown): StepResult {
  const details = error instanceof Error ? error.stack : String(error);
  return { passed: 0, failed: 1, details };
}

main().then(
  code => process.exit(code),
  error => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.stdout.write('0 passed, 1 failed\n');
    process.exit(1);
  },
);
