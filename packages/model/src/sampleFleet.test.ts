import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { loadFleet } from './load/loadFleet';
import { formatProblem } from './problems';
import { checkRendered, renderFleet } from './render/fleet';

const ROOT = resolve(__dirname, '../../../examples/fleet');

function sampleFiles(): Map<string, string> {
  return new Map(
    readdirSync(ROOT, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
      .map(path => [
        relative(ROOT, path).split(sep).join('/'),
        readFileSync(path, 'utf8'),
      ]),
  );
}

describe('the sample fleet', () => {
  it('is sound, and what is committed is what rendering gives', () => {
    const files = sampleFiles();
    const { fleet, problems } = loadFleet(files);
    expect(problems.map(formatProblem)).toEqual([]);
    if (!fleet) throw new Error('the sample fleet has no fleet.yaml');
    expect(renderFleet(fleet, files).problems.map(formatProblem)).toEqual([]);
    expect(checkRendered(fleet, files)).toEqual([]);
  });
});
