import type { KindName } from '../kinds';

/** What a path says about the definition in it. @public */
export interface Place {
  kind: KindName;
  /** Absent for `fleet.yaml`, whose name isn't in its path. */
  name?: string;
  version?: string;
}

const PLACES: readonly { kind: KindName; pattern: RegExp }[] = [
  { kind: 'Fleet', pattern: /^fleet\.yaml$/ },
  {
    kind: 'Provider',
    pattern: /^providers\/([^/]+)\/([^/]+)\/provider\.yaml$/,
  },
  { kind: 'Model', pattern: /^models\/([^/]+)\/([^/]+)\/model\.yaml$/ },
  {
    kind: 'Component',
    pattern: /^components\/([^/]+)\/([^/]+)\/component\.yaml$/,
  },
  { kind: 'Cluster', pattern: /^clusters\/([^/]+)\/cluster\.yaml$/ },
  { kind: 'RoleTemplate', pattern: /^roles\/([^/]+)\.yaml$/ },
  { kind: 'Workspace', pattern: /^workspaces\/([^/]+)\.yaml$/ },
  { kind: 'Policy', pattern: /^policies\/([^/]+)\.yaml$/ },
  { kind: 'Rollout', pattern: /^rollouts\/([^/]+)\.yaml$/ },
];

/** The definition that a path holds, by its place alone. @public */
export function placeOf(path: string): Place | undefined {
  for (const { kind, pattern } of PLACES) {
    const match = pattern.exec(path);
    if (match) return { kind, name: match[1], version: match[2] };
  }
  return undefined;
}

const EXPECTED: readonly [RegExp, string][] = [
  [/^fleet\.yml$/, 'fleet.yaml'],
  [
    /^(providers\/.*)?provider\.ya?ml$/,
    'providers/<name>/<version>/provider.yaml',
  ],
  [/^models\//, 'models/<name>/<version>/model.yaml'],
  [
    /^components\/(.*\/)?component\.ya?ml$/,
    'components/<name>/<version>/component.yaml',
  ],
  [/^clusters\//, 'clusters/<name>/cluster.yaml'],
  [/^roles\//, 'roles/<name>.yaml'],
  [/^workspaces\//, 'workspaces/<name>.yaml'],
  [/^policies\//, 'policies/<name>.yaml'],
  [/^rollouts\//, 'rollouts/<name>.yaml'],
];

/** Where a misplaced YAML file of one of the rooms should have been; undefined for any other file. */
export function expectedPlace(path: string): string | undefined {
  if (!/\.ya?ml$/.test(path) || placeOf(path)) return undefined;
  return EXPECTED.find(([pattern]) => pattern.test(path))?.[1];
}

/** Whether a repository-relative path stays in the repository and is written in one way only. */
export function isInside(path: string): boolean {
  return (
    path !== '' &&
    !path.startsWith('/') &&
    !/[\\\0]|^[A-Za-z]:/.test(path) &&
    path.split('/').every(s => s !== '' && s !== '.' && s !== '..')
  );
}

/** The folder that a definition names beside itself, or undefined when it leaves the repository. */
export function folderBeside(path: string, folder: string): string | undefined {
  if (folder.startsWith('/') || /[\\\0]/.test(folder)) return undefined;
  const steps = path.split('/').slice(0, -1);
  for (const step of folder.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.join('/');
}
