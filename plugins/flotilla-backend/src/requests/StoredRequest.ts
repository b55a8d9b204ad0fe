import {
  Change,
  Request,
  RequestStage,
  Verdict,
} from '@flotilla/backstage-plugin-flotilla-common';

/** When a request reached each of its stages. */
export type StageTimes = Partial<Record<RequestStage['name'], string>>;

/** A request as it is kept: facts only, from which its stages are told. */
export interface StoredRequest {
  id: string;
  fleet: string;
  branch: string;
  kind: Request['kind'];
  title: string;
  change: Change;
  clusters: string[];
  workspace?: string;
  /** Entity reference of the person who asked. */
  requester: string;
  phase: Request['phase'];
  /** The merged commit that the pull request was rendered on. */
  baseCommit: string;
  pullRequest?: Request['pullRequest'];
  verdict?: Verdict;
  /** Head, base and approvals that the verdict is of. */
  judged?: string;
  times: StageTimes;
  /** What went wrong, or what it waits for. */
  message?: string;
  createdAt: string;
  updatedAt: string;
}

/** Whether nothing more will happen to a request. */
export function isEnded(phase: Request['phase']): boolean {
  return phase === 'InSync' || phase === 'Closed' || phase === 'Failed';
}
