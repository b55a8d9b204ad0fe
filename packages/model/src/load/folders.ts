import type { FleetFiles } from '../files';
import type { Component, Provider } from '../kinds';
import { compareText } from '../problems';
import type { Complaints } from '../source/complaints';
import { folderBeside } from './layout';
import type { Sourced } from './sources';

const folders = new WeakMap<FleetFiles, Map<string, string[]>>();

const MANIFEST = /^(providers|components)\/.*\.(ya?ml|json)$/;

/**
 * Lets files that differ from others in the given paths only have what is known of the others' folders,
 * where that's the same.
 */
export function inheritFolders(
  files: FleetFiles,
  from: FleetFiles,
  changed: Iterable<string>,
): void {
  const known = folders.get(from);
  const same = [...changed].every(
    path => !MANIFEST.test(path) || files.has(path) === from.has(path),
  );
  if (known && same) folders.set(files, known);
}

/** Manifest files in a folder and below, in order. One pass over the files serves all folders. */
export function manifestsIn(files: FleetFiles, folder: string): string[] {
  const known = folders.get(files) ?? indexFolders(files);
  folders.set(files, known);
  return known.get(folder) ?? [];
}

function indexFolders(files: FleetFiles): Map<string, string[]> {
  const index = new Map<string, string[]>();
  const manifests = [...files.keys()].filter(path => MANIFEST.test(path));
  for (const path of manifests.sort(compareText)) {
    const steps = path.split('/');
    for (let depth = 1; depth < steps.length; depth++) {
      const folder = steps.slice(0, depth).join('/');
      const list = index.get(folder);
      if (list) list.push(path);
      else index.set(folder, [path]);
    }
  }
  return index;
}

export function providerFileProblems(
  to: Complaints,
  files: FleetFiles,
  provider: Sourced<Provider>,
): void {
  const folder = provider.spec.infrastructure?.manifests;
  if (folder === undefined) return;
  folderProblems(
    to,
    files,
    provider.source.path,
    folder,
    '/spec/infrastructure/manifests',
  );
}

export function componentFileProblems(
  to: Complaints,
  files: FleetFiles,
  component: Sourced<Component>,
): void {
  const { manifests, kustomize } = component.spec.source;
  const { path } = component.source;
  if (manifests) {
    folderProblems(
      to,
      files,
      path,
      manifests.path,
      '/spec/source/manifests/path',
    );
  }
  if (kustomize) {
    folderProblems(
      to,
      files,
      path,
      kustomize.path,
      '/spec/source/kustomize/path',
    );
  }
}

function folderProblems(
  to: Complaints,
  files: FleetFiles,
  path: string,
  folder: string,
  pointer: string,
): void {
  const inside = folderBeside(path, folder);
  const home = path.split('/').slice(0, -1).join('/');
  if (inside === undefined) {
    to.add(pointer, `${folder} leaves the repository`, {
      remedy: 'Name a folder beside this file.',
    });
  } else if (!inside.startsWith(`${home}/`)) {
    to.add(pointer, `${folder} isn't beside this file`, {
      remedy: `Keep what belongs to this version below ${home}/.`,
    });
  } else if (manifestsIn(files, inside).length === 0) {
    to.add(pointer, `there are no manifests in ${inside}/`);
  }
}
