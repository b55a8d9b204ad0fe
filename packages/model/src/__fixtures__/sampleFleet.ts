import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

const ROOT = resolve(__dirname, '../../../../examples/fleet');

/** The sample fleet as it is committed, with what is rendered of it. */
export function sampleFleet(): Map<string, string> {
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
