import { measureAgent } from './measureAgent';

/** Measures, and prints what it measured as JSON: the bench that reads it runs this in a process of its own. */
measureAgent().then(
  measures => {
    process.stdout.write(`${JSON.stringify(measures)}\n`);
    process.exit(0);
  },
  error => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  },
);
