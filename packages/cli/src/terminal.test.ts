import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

jest.setTimeout(60_000);

describe('the terminal of the process', () => {
  it('ends as ever when whoever reads leaves, as head does', async () => {
    const bin = path.resolve(__dirname, '../bin/flotilla');
    const child = spawn(process.execPath, [bin, 'schema', 'Model']);
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', chunk => void (err += chunk));
    const [code] = await once(child, 'close');
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });
});
