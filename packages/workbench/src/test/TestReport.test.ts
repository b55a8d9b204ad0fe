import { countPlaywright } from './browserTests';
import { TestReport } from './TestReport';
import { countJest } from './unitTests';

describe('TestReport', () => {
  it('ends with the one line that counts, after what failed', () => {
    const report = new TestReport();
    report.add('unit', { passed: 3, failed: 0 });
    report.add('lint', { passed: 0, failed: 1, details: 'no semicolon' });
    expect(report.summary()).toBe(
      '── lint\nno semicolon\n\n3 passed, 1 failed\n',
    );
    expect(report.isGood()).toBe(false);
  });

  it('is not good when nothing was tested', () => {
    expect(new TestReport().isGood()).toBe(false);
  });
});

describe('countJest', () => {
  it('counts a suite that could not begin as failed', () => {
    const counted = countJest({
      numPassedTests: 2,
      numFailedTests: 1,
      numRuntimeErrorTestSuites: 1,
      testResults: [
        { name: 'a.test.ts', status: 'failed', message: 'no such module' },
        { name: 'b.test.ts', status: 'passed', message: '' },
      ],
    });
    expect(counted).toEqual({
      passed: 2,
      failed: 2,
      details: 'a.test.ts\nno such module',
    });
  });
});

describe('countPlaywright', () => {
  it('counts a flaky test and an error outside of tests as failed', () => {
    const counted = countPlaywright(
      {
        stats: { expected: 4, unexpected: 0, flaky: 1 },
        errors: [{ message: 'the demo did not start' }],
      },
      'output',
    );
    expect(counted).toEqual({ passed: 4, failed: 2, details: 'output' });
  });
});
