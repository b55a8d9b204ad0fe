import type { FleetFiles } from '../files';
import type { Provider } from '../kinds';
import type { Problem } from '../problems';
import { readManifests } from '../source/manifests';
import { rememberByPath } from '../source/memo';
import type { ManifestObject } from '../source/manifests';
import { manifestsIn } from './folders';
import { folderBeside } from './layout';
import type { Sourced } from './sources';

type Read = { objects: ManifestObject[]; problems: Problem[] };

const NOTHING: Read = { objects: [], problems: [] };

const readFile = rememberByPath(readManifests);

/** What a folder gave, of which files. */
const folders = new Map<string, { parts: readonly Read[]; all: Read }>();
const MAX_FOLDERS = 5000;

const read = new WeakMap<FleetFiles, Map<string, Read>>();

/**
 * The objects in a folder that a definition names beside itself. Each folder is read once, and gives
 * the same list again for as long as none of its files changes.
 */
export function manifestsBeside(
  files: FleetFiles,
  definitionPath: string,
  folder: string,
): Read {
  const cache = read.get(files) ?? new Map<string, Read>();
  read.set(files, cache);
  const asked = `${definitionPath}\n${folder}`;
  const known = cache.get(asked);
  if (known) return known;
  const inside = folderBeside(definitionPath, folder);
  if (inside === undefined) return NOTHING;
  const parts = manifestsIn(files, inside).map(path =>
    readFile(path, files.get(path) ?? ''),
  );
  const result = joined(inside, parts);
  cache.set(asked, result);
  return result;
}

/** The templates that a provider makes a cluster's machines of: none where it makes none. */
export function machineTemplatesOf(
  files: FleetFiles,
  { source, spec }: Sourced<Provider>,
): Read {
  const folder = spec.infrastructure?.manifests;
  return folder === undefined
    ? NOTHING
    : manifestsBeside(files, source.path, folder);
}

function joined(folder: string, parts: readonly Read[]): Read {
  const before = folders.get(folder);
  if (
    before?.parts.length === parts.length &&
    before.parts.every((part, i) => part === parts[i])
  ) {
    return before.all;
  }
  const all = {
    objects: parts.flatMap(part => part.objects),
    problems: parts.flatMap(part => part.problems),
  };
  if (folders.size >= MAX_FOLDERS) folders.clear();
  folders.set(folder, { parts, all });
  return all;
}
