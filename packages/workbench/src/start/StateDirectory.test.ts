import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StateDirectory } from './StateDirectory';

describe('StateDirectory', () => {
  let directory: string;
  let state: StateDirectory;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'flotilla-state-'));
    state = new StateDirectory(directory);
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('recalls what it remembers, and nothing of what it never did', async () => {
    await state.remember('story', { silenced: ['a'] });
    expect(await state.recall('story')).toEqual({ silenced: ['a'] });
    expect(await state.recall('ports')).toBeUndefined();
  });

  it('forgets the demo at a reset, and keeps the toolchain', async () => {
    await state.folder('database');
    await state.remember('story', {});
    await writeFile(join(directory, 'toolchain.json'), '{}');
    await state.reset();
    expect(existsSync(join(directory, 'database'))).toBe(false);
    expect(await state.recall('story')).toBeUndefined();
    expect(existsSync(join(directory, 'toolchain.json'))).toBe(true);
  });
});
