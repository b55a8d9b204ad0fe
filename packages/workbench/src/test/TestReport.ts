/** What a step of the test run found. */
export interface StepResult {
  passed: number;
  failed: number;
  /** What failed, as much of it as helps. */
  details?: string;
}

/** Counts what all steps found. */
export class TestReport {
  private passed = 0;
  private failed = 0;
  private readonly failures: string[] = [];

  add(step: string, { passed, failed, details }: StepResult): void {
    this.passed += passed;
    this.failed += failed;
    if (failed > 0) {
      this.failures.push(`── ${step}\n${details ?? ''}`.trimEnd());
    }
  }

  /** The failures, then the one line that says how it went. A run that tested nothing has failed. */
  summary(): string {
    return [...this.failures, `${this.passed} passed, ${this.failed} failed`]
      .join('\n\n')
      .concat('\n');
  }

  isGood(): boolean {
    return this.failed === 0 && this.passed > 0;
  }
}
