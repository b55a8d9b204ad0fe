import type { FleetFiles } from '../files';
import type { Problem } from '../problems';
import { readManifests } from '../source/manifests';
import { rememberByPath } from '../source/memo';
import type { ManifestObject } from '../source/manifests';
import { manifestsIn } from './folders';
import { folderBeside } from './layout';

type Read = { objects: ManifestObject[]; problems: Problem[] };

const readFile = rememberByPath(readManifests);

const read = new WeakMap<FleetFiles, Map<string, Read>>();

/** The objects in a folder that a definition names beside itself; each folder is read once. */
export function manifestsBeside(
  files: FleetFiles,
  definitionPath: string,
  folder: string,
): Read {
  const inside = folderBeside(definitionPath, folder);
  if (inside === undefined) return { objects: [], problems: [] };
  const cache = read.get(files) ?? new Map<string, Read>();
  read.set(files, cache);
  const known = cache.get(inside);
  if (known) return known;
  const parts = manifestsIn(files, inside).map(path =>
    readFile(path, files.get(path) ?? ''),
  );
  const result = {
    objects: parts.flatMap(part => part.objects),
    problems: parts.flatMap(part => part.problems),
  };
  cache.set(inside, result);
  return result;
}
