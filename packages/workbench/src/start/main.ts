import { resolve } from 'node:path';
import { Demo } from './Demo';
import { readStartOptions, USAGE } from './options';
import { Progress } from './Progress';

async function main(): Promise<number> {
  const options = readStartOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const progress = new Progress(text => process.stderr.write(text));
  const demo = new Demo(
    process.cwd(),
    progress,
    options.state && resolve(options.state),
  );
  const asked = new Promise<void>(goOn => {
    // Not once: a second Ctrl-C while things stop must not leave half of them behind.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => goOn());
    }
  });
  const ended = demo.start(options).then(() => demo.ended());
  let code = 0;
  try {
    await Promise.race([asked, ended]);
  } catch (error) {
    progress.say(`\n${error instanceof Error ? error.message : error}`);
    code = 1;
  }
  progress.say('\nStopping …');
  await demo.stop();
  return code;
}

main().then(
  code => process.exit(code),
  error => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(2);
  },
);
