import type { ExitCode } from '../exitCodes';
import type { Terminal } from '../terminal';

/** What each command is given: where to write, and how to run. */
export interface CommandContext {
  terminal: Terminal;
  /** Runs the command's action; what it resolves to is the exit code. */
  run(action: () => Promise<ExitCode>): Promise<void>;
}
