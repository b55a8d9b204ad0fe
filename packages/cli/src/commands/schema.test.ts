import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from '../__testUtils__/runCommand';

describe('flotilla schema', () => {
  it('prints the schema of a kind', async () => {
    const { code, out } = await runCommand(['schema', 'Cluster']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      $id: 'https://flotilla.dev/schemas/v1alpha1/cluster.schema.json',
      title: 'Cluster',
      properties: { kind: { const: 'Cluster' } },
    });
  });

  it('knows the kinds', async () => {
    const { code, err } = await runCommand(['schema', 'Clutser']);
    expect(code).toBe(2);
    expect(err).toContain('Cluster');
  });

  it('writes all, and tells when one is no longer what it was', async () => {
    const cwd = await mkdtemp(path.join(tmpdir(), 'schemas-'));
    const written = await runCommand(['schema', '--write', 'schemas'], { cwd });
    expect(written).toMatchObject({
      code: 0,
      out: '9 schemas: 9 written\n',
    });
    expect(await readdir(path.join(cwd, 'schemas'))).toHaveLength(9);
    const check = ['schema', '--write', 'schemas', '--check'];
    expect((await runCommand(check, { cwd })).code).toBe(0);
    await writeFile(path.join(cwd, 'schemas/model.schema.json'), '{}');
    const stale = await runCommand(check, { cwd });
    expect(stale.code).toBe(1);
    expect(stale.out).toContain("model.schema.json isn't the schema of Model");
  });
});
