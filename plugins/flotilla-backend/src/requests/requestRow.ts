import { Request } from '@flotilla/backstage-plugin-flotilla-common';
import { isEnded, StoredRequest } from './StoredRequest';

/** A row of `requests`. */
export interface RequestRow {
  id: string;
  fleet: string;
  branch: string;
  open_key: string | null;
  kind: Request['kind'];
  title: string;
  change: string;
  clusters: string;
  workspace: string | null;
  requester: string;
  phase: Request['phase'];
  base_commit: string;
  number: number | null;
  url: string | null;
  pull_request_state: 'open' | 'closed' | 'merged' | null;
  head_sha: string | null;
  merge_commit: string | null;
  verdict: string | null;
  judged: string | null;
  times: string;
  message: string | null;
  created_at: string;
  updated_at: string;
}

export function toRow(request: StoredRequest): RequestRow {
  const { pullRequest, verdict } = request;
  return {
    id: request.id,
    fleet: request.fleet,
    branch: request.branch,
    open_key: isEnded(request.phase)
      ? null
      : `${request.fleet} ${request.branch}`,
    kind: request.kind,
    title: request.title,
    change: JSON.stringify(request.change),
    clusters: JSON.stringify(request.clusters),
    workspace: request.workspace ?? null,
    requester: request.requester,
    phase: request.phase,
    base_commit: request.baseCommit,
    number: pullRequest?.number ?? null,
    url: pullRequest?.url ?? null,
    pull_request_state: pullRequest?.state ?? null,
    head_sha: pullRequest?.headSha ?? null,
    merge_commit: pullRequest?.mergeCommit ?? null,
    verdict: verdict ? JSON.stringify(verdict) : null,
    judged: request.judged ?? null,
    times: JSON.stringify(request.times),
    message: request.message ?? null,
    created_at: request.createdAt,
    updated_at: request.updatedAt,
  };
}

export function fromRow(row: RequestRow): StoredRequest {
  return {
    id: row.id,
    fleet: row.fleet,
    branch: row.branch,
    kind: row.kind,
    title: row.title,
    change: JSON.parse(row.change),
    clusters: JSON.parse(row.clusters),
    workspace: row.workspace ?? undefined,
    requester: row.requester,
    phase: row.phase,
    baseCommit: row.base_commit,
    pullRequest: pullRequestOf(row),
    verdict: row.verdict ? JSON.parse(row.verdict) : undefined,
    judged: row.judged ?? undefined,
    times: JSON.parse(row.times),
    message: row.message ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function pullRequestOf(row: RequestRow): Request['pullRequest'] {
  if (row.number === null || row.url === null || row.head_sha === null) {
    return undefined;
  }
  return {
    number: row.number,
    url: row.url,
    state: row.pull_request_state ?? 'open',
    headSha: row.head_sha,
    mergeCommit: row.merge_commit ?? undefined,
  };
}
