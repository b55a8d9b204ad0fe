/**
 * Where Flotilla talks to Git: a folder, a mirror of a fleet repository, and the Git host.
 *
 * @packageDocumentation
 */
export { readFolder } from './readFolder';
export type { RepositoryFiles } from './RepositoryFiles';
export { FleetMirror } from './FleetMirror';
export type { FetchedPullRequest, FleetMirrorOptions } from './FleetMirror';
export type { CommitInfo, GitPerson } from './git/commits';
export {
  MirrorDamaged,
  RepositoryRefused,
  RepositoryUnreachable,
} from './errors';
