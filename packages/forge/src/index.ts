/**
 * A local Git host for the demo and for tests: real bare repositories, git
 * over HTTP, and the part of GitHub's API that Flotilla uses.
 *
 * @packageDocumentation
 */
export { startForge } from './startForge';
export type {
  Forge,
  ForgeOptions,
  NewForgeCommit,
  NewForgeRepository,
} from './startForge';
export type { ForgeUser } from './people/People';
export type { BranchProtection } from './repositories/Repositories';
export type { CommitFiles } from './repositories/DirectCommits';
export type { Webhook } from './events/Webhooks';
