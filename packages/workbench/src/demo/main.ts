import { resolve } from 'node:path';
import { ControlAddress } from '../start/control';
import { StateDirectory } from '../start/StateDirectory';
import { readAct, USAGE } from './readAct';

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  if (args.length === 0 || args[0] === '--help' || args[0] === '-h') {
    process.stdout.write(`${USAGE}\n`);
    return args.length === 0 ? 2 : 0;
  }
  const { act, state: folder } = readAct(args);
  const state = new StateDirectory(resolve(folder ?? '.flotilla'));
  const control = await state.recall<ControlAddress>('control');
  const response = control
    ? await fetch(control.url, {
        method: 'POST',
        headers: { authorization: `Bearer ${control.token}` },
        body: JSON.stringify(act),
      }).catch(() => undefined)
    : undefined;
  if (!response) {
    process.stderr.write('The demo is not running. Start it: npm start\n');
    return 1;
  }
  const { message } = (await response.json()) as { message: string };
  (response.ok ? process.stdout : process.stderr).write(`${message}\n`);
  return response.ok ? 0 : 1;
}

main().then(
  code => process.exit(code),
  error => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(2);
  },
);
