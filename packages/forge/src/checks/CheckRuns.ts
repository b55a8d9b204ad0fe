import { integer, optionalText, text } from '../store/columns';
import { ForgeDatabase, Row } from '../store/ForgeDatabase';

export const CHECK_STATUSES = ['queued', 'in_progress', 'completed'] as const;
export const CHECK_CONCLUSIONS = [
  'action_required',
  'cancelled',
  'failure',
  'neutral',
  'success',
  'skipped',
  'timed_out',
] as const;

export type CheckStatus = (typeof CHECK_STATUSES)[number];
export type CheckConclusion = (typeof CHECK_CONCLUSIONS)[number];

export interface CheckRun {
  id: number;
  sha: string;
  name: string;
  status: CheckStatus;
  conclusion: CheckConclusion | undefined;
  detailsUrl: string | undefined;
  externalId: string | undefined;
  title: string | undefined;
  summary: string | undefined;
  text: string | undefined;
  startedAt: string | undefined;
  completedAt: string | undefined;
}

export type CheckRunContent = Omit<CheckRun, 'id' | 'sha'>;

function row(run: CheckRunContent) {
  return {
    name: run.name,
    status: run.status,
    conclusion: run.conclusion ?? null,
    details_url: run.detailsUrl ?? null,
    external_id: run.externalId ?? null,
    output_title: run.title ?? null,
    output_summary: run.summary ?? null,
    output_text: run.text ?? null,
    started_at: run.startedAt ?? null,
    completed_at: run.completedAt ?? null,
  };
}

function readCheckRun(from: Row): CheckRun {
  const status = text(from, 'status');
  const conclusion = text(from, 'conclusion');
  return {
    id: integer(from, 'id'),
    sha: text(from, 'sha'),
    name: text(from, 'name'),
    status: CHECK_STATUSES.find(known => known === status) ?? 'queued',
    conclusion: CHECK_CONCLUSIONS.find(known => known === conclusion),
    detailsUrl: optionalText(from, 'details_url'),
    externalId: optionalText(from, 'external_id'),
    title: optionalText(from, 'output_title'),
    summary: optionalText(from, 'output_summary'),
    text: optionalText(from, 'output_text'),
    startedAt: optionalText(from, 'started_at'),
    completedAt: optionalText(from, 'completed_at'),
  };
}

/** Check runs: the richer sibling of commit statuses. */
export class CheckRuns {
  constructor(private readonly database: ForgeDatabase) {}

  list(repository: number, sha: string): CheckRun[] {
    return this.database
      .all(
        'SELECT * FROM check_runs WHERE repository = ? AND sha = ? ORDER BY id',
        repository,
        sha,
      )
      .map(readCheckRun);
  }

  find(repository: number, id: number): CheckRun | undefined {
    const found = this.database.one(
      'SELECT * FROM check_runs WHERE repository = ? AND id = ?',
      repository,
      id,
    );
    return found && readCheckRun(found);
  }

  create(repository: number, sha: string, run: CheckRunContent): CheckRun {
    const id = this.database.insert('check_runs', {
      repository,
      sha,
      ...row(run),
    });
    return { ...run, id, sha };
  }

  update(run: CheckRun, change: Partial<CheckRunContent>): CheckRun {
    const changed = { ...run, ...change };
    this.database.update('check_runs', run.id, row(changed));
    return changed;
  }
}
