/**
 * Where Flotilla talks to Git: a folder, a mirror of a fleet repository, and the Git host.
 *
 * @packageDocumentation
 */
export { readFolder } from './readFolder';
export { readRevision } from './readRevision';
export type { RepositoryFiles } from './RepositoryFiles';
export { FleetMirror } from './FleetMirror';
export type { FetchedPullRequest, FleetMirrorOptions } from './FleetMirror';
export type { CommitInfo, GitPerson } from './git/commits';
export {
  MirrorDamaged,
  RepositoryRefused,
  RepositoryUnreachable,
} from './errors';
export { GithubHost } from './github/GithubHost';
export type { GithubHostOptions } from './github/GithubClient';
export type {
  OpenedPullRequest,
  PullRequestProposal,
} from './github/openPullRequest';
export type {
  CommitStatus,
  PullRequestReview,
  PullRequestState,
} from './github/pullRequestState';
export { repositoryPlace } from './github/repositoryPlace';
