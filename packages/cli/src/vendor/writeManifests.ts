import { lstat, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { WrongInput } from '../exitCodes';
import { isBeside } from './origin';
import type { Manifest } from './manifests';

/**
 * Replaces the folder of manifests by what was vendored: a file for each template, documents in the order in which they
 * were printed. The folder changes at once, or not at all.
 *
 * @param home - the folder of `component.yaml`
 * @param folder - beside it, such as `manifests/`
 * @returns the files, relative to the folder, in order
 * @throws WrongInput for a folder that leads elsewhere
 */
export async function writeManifests(
  home: string,
  folder: string,
  header: string,
  manifests: readonly Manifest[],
): Promise<string[]> {
  const name = path.posix.normalize(folder).replace(/\/+$/, '');
  if (name === '.' || path.isAbsolute(name) || !isBeside(`./${name}`)) {
    throw new WrongInput(`${folder} isn't a folder beside component.yaml`);
  }
  const target = path.join(home, name);
  await refuseLinks(home, target);
  const texts = textByFile(manifests);
  const fresh = await mkdtemp(path.join(home, '.vendoring-'));
  try {
    for (const [file, documents] of texts) {
      const place = path.join(fresh, file);
      await mkdir(path.dirname(place), { recursive: true });
      await writeFile(place, header + documents.join('---\n'));
    }
    await rm(target, { recursive: true, force: true });
    await mkdir(path.dirname(target), { recursive: true });
    await rename(fresh, target);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return [...texts.keys()].sort();
}

/** A link among the folders would have the manifests written, and the old ones removed, somewhere else. */
async function refuseLinks(home: string, target: string): Promise<void> {
  for (let folder = target; folder !== home; folder = path.dirname(folder)) {
    const isLink = await lstat(folder).then(
      found => found.isSymbolicLink(),
      () => false,
    );
    if (isLink) {
      throw new WrongInput(`${folder} is a link\n  Make it a folder.`);
    }
  }
}

function textByFile(manifests: readonly Manifest[]): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  for (const { file, text } of manifests) {
    const documents = texts.get(file);
    if (documents) documents.push(text);
    else texts.set(file, [text]);
  }
  return texts;
}
