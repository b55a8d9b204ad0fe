import { runAgent } from '../command/runAgent';

/** What the agent's image starts. */
runAgent(process.argv.slice(2)).then(
  runs => {
    if (!runs) process.exitCode = 2;
  },
  error => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  },
);
