import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { SAMPLE_FLEET } from '@flotilla/testbed';

/** The sample fleet as it is committed, with what is rendered of it. */
export function sampleFleet(): Map<string, string> {
  return new Map(
    readdirSync(SAMPLE_FLEET, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
      .map(path => [
        relative(SAMPLE_FLEET, path).split(sep).join('/'),
        readFileSync(path, 'utf8'),
      ]),
  );
}
