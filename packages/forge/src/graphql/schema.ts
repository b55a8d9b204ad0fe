/**
 * The part of GitHub's GraphQL schema that clients use here. Anything else is
 * refused by name, as any GraphQL server does.
 */
export const SCHEMA = `
scalar GitObjectID

type Query {
  viewer: User!
  rateLimit: RateLimit!
  user(login: String!): User
  organization(login: String!): Organization
  repository(owner: String!, name: String!): Repository
}

type RateLimit { limit: Int! cost: Int! remaining: Int! used: Int! resetAt: String! }

interface Actor { login: String! url: String! avatarUrl: String! }

type User implements Actor {
  id: ID!
  login: String!
  name: String
  email: String!
  url: String!
  avatarUrl: String!
}

type PageInfo {
  hasNextPage: Boolean!
  hasPreviousPage: Boolean!
  startCursor: String
  endCursor: String
}

type Organization {
  id: ID!
  login: String!
  name: String
  url: String!
  team(slug: String!): Team
}

type Team { id: ID! slug: String! name: String! url: String! members(first: Int, after: String): UserConnection! }
type UserConnection { nodes: [User] totalCount: Int! pageInfo: PageInfo! }

type Repository {
  id: ID!
  name: String!
  nameWithOwner: String!
  url: String!
  description: String
  isArchived: Boolean!
  isFork: Boolean!
  visibility: String!
  defaultBranchRef: Ref
  ref(qualifiedName: String!): Ref
  object(oid: GitObjectID, expression: String): GitObject
  pullRequest(number: Int!): PullRequest
  pullRequests(
    first: Int
    last: Int
    after: String
    states: [PullRequestState!]
    headRefName: String
    baseRefName: String
  ): PullRequestConnection!
}

type Ref {
  id: ID!
  name: String!
  prefix: String!
  target: GitObject
  associatedPullRequests(
    first: Int
    last: Int
    after: String
    states: [PullRequestState!]
    headRefName: String
    baseRefName: String
  ): PullRequestConnection!
}

interface GitObject { oid: GitObjectID! }
type Commit implements GitObject {
  oid: GitObjectID!
  message: String!
  committedDate: String!
  url: String!
  tree: Tree!
  author: GitActor
  committer: GitActor
}
type Tag implements GitObject { oid: GitObjectID! }
type Tree implements GitObject { oid: GitObjectID! }
type GitActor { name: String email: String date: String user: User }
type Label { id: ID! name: String! color: String! description: String }
type LabelConnection { nodes: [Label] totalCount: Int! pageInfo: PageInfo! }

enum PullRequestState { OPEN CLOSED MERGED }
enum MergeableState { MERGEABLE CONFLICTING UNKNOWN }

type PullRequest {
  id: ID!
  number: Int!
  title: String!
  body: String!
  url: String!
  state: PullRequestState!
  isDraft: Boolean!
  isCrossRepository: Boolean!
  labels(first: Int, last: Int, after: String): LabelConnection
  merged: Boolean!
  mergedAt: String
  closed: Boolean!
  createdAt: String!
  updatedAt: String!
  headRefName: String!
  headRefOid: String!
  baseRefName: String!
  baseRefOid: String!
  mergeable: MergeableState!
  author: Actor
}

type PullRequestEdge { cursor: String! node: PullRequest }
type PullRequestConnection {
  nodes: [PullRequest]
  edges: [PullRequestEdge]
  totalCount: Int!
  pageInfo: PageInfo!
}
`;
