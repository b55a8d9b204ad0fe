/**
 * The `flotilla` command.
 *
 * @packageDocumentation
 */
import { main } from './main';
import { processTerminal } from './terminal';

// The exit code is set, not forced: output to a pipe is written to its end first.
void main(process.argv.slice(2), processTerminal()).then(code => {
  process.exitCode = code;
});
