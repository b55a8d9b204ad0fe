import { mutated } from '../__fixtures__/mutated';
import { sampleFleet } from '../__testUtils__/sampleFleet';
import { smallFleet } from '../__fixtures__/smallFleet';
import { loadFleet } from '../load/loadFleet';
import { renderFleet } from '../render/fleet';
import type { Problem } from '../problems';
import { readManifests } from './manifests';

/*
 * 20,000 files of the sample fleet with bytes, lines and tokens changed. Each run tries the same
 * ones; a failure names the seed, which makes the same text again.
 */

const SEEDS = 9_500;
/** Of these the whole fleet is composed and rendered. */
const RENDERED = 1_000;
const SLOW = 1000;

const files = sampleFleet();
const FLEET = files.get('fleet.yaml') ?? '';
const sources = [...files].filter(
  ([path, text]) =>
    path.endsWith('.yaml') &&
    !path.startsWith('rendered/') &&
    text.length < 8_000,
);
const isManifest = ([path]: [string, string]) =>
  /\/(?:manifests|infrastructure|kustomize)\//.test(path);
const manifests = sources.filter(isManifest);
const definitions = sources.filter(source => !isManifest(source));

function tell(path: string, text: string): Problem[] {
  return loadFleet(
    new Map([
      ['fleet.yaml', FLEET],
      [path, text],
    ]),
  ).problems;
}

it.each([
  ['definitions', definitions, tell],
  [
    'manifests',
    manifests,
    (path: string, text: string) => readManifests(path, text).problems,
  ],
] as const)(
  'never falls over mutated %s, nor hangs, and says where',
  (_, from, read) => {
    expect(from.length).toBeGreaterThan(20);
    const failures: string[] = [];
    let faulty = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const [path, text] = from[seed % from.length];
      const changed = mutated(text, seed);
      const wrong = told(path, changed, read);
      if (typeof wrong === 'string')
        failures.push(`seed ${seed}, ${path}: ${wrong}`);
      else faulty += wrong;
    }
    expect(failures).toEqual([]);
    // Most mutations break something; were it none, nothing would be read.
    expect(faulty).toBeGreaterThan(SEEDS / 4);
  },
  120_000,
);

it('never falls over a fleet with a mutated file when it renders it', () => {
  const base = smallFleet();
  const paths = [...base.keys()];
  const failures: string[] = [];
  for (let seed = 1; seed <= RENDERED; seed++) {
    const path = paths[seed % paths.length];
    const changed = mutated(base.get(path) ?? '', seed);
    const wrong = told(path, changed, () => {
      const now = new Map(base).set(path, changed);
      const { fleet, problems } = loadFleet(now);
      return [...problems, ...(fleet ? renderFleet(fleet, now).problems : [])];
    });
    if (typeof wrong === 'string')
      failures.push(`seed ${seed}, ${path}: ${wrong}`);
  }
  expect(failures).toEqual([]);
}, 120_000);

/** What is wrong with the reading, or whether the text is at fault. */
function told(
  path: string,
  text: string,
  read: (path: string, text: string) => readonly Problem[],
): string | number {
  const start = process.cpuUsage();
  try {
    const problems = read(path, text);
    const { user } = process.cpuUsage(start);
    if (user / 1000 > SLOW) return `took ${user / 1000} ms`;
    const lost = problems.find(problem => !hasPlace(problem, text, path));
    return lost
      ? `no place: ${JSON.stringify(lost)}`
      : Math.min(problems.length, 1);
  } catch (error) {
    return `crashed: ${error instanceof Error ? error.stack : error}`;
  }
}

/** Its place is in the text, or in another file of the fleet that the text disagrees with. */
function hasPlace(
  { line, column, path }: Problem,
  text: string,
  changed: string,
): boolean {
  const lines = path === changed ? text.split('\n').length : Infinity;
  return path !== '' && line >= 1 && line <= lines && column >= 1;
}
