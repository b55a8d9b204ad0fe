import { createHash } from 'node:crypto';
import { GitSource } from '../git/GitSource';
import { JsonObject, objectAt, stringAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { ApiServer } from '../store/ApiServer';
import { targetOf } from '../store/Target';
import { removeCondition, setCondition } from './conditions';
import { GIT_REPOSITORY, REQUESTED_AT, SOURCE_MANAGER } from './fluxTypes';

/** Flux's source-controller: shows in each GitRepository which revision was fetched. */
export class SourceController {
  constructor(readonly api: ApiServer, readonly source: GitSource) {}

  repositories(): KubeObject[] {
    return this.api.list(GIT_REPOSITORY.apiVersion, GIT_REPOSITORY.kind);
  }

  /** Brings the status of one GitRepository up to date with the last fetch. */
  async reconcile(namespace: string, name: string): Promise<void> {
    const repository = this.api.find({ ...GIT_REPOSITORY, namespace, name });
    const state = this.source.state;
    if (!repository || !state || objectAt(repository, 'spec')?.suspend === true)
      return;
    const found = state.ok
      ? await this.#revision(objectAt(repository, 'spec', 'ref'))
      : undefined;
    const now = this.api.now();
    this.api.update(
      targetOf(repository),
      draft => {
        const status = objectAt(draft, 'status') ?? {};
        const requested = draft.metadata.annotations?.[REQUESTED_AT];
        if (requested) status.lastHandledReconcileAt = requested;
        status.observedGeneration = draft.metadata.generation;
        if (!state.ok) showFailure(status, draft, state.message, now);
        else if (!found) showFailure(status, draft, refMissing(draft), now);
        else showArtifact(status, draft, found, now);
        draft.status = status;
      },
      { manager: SOURCE_MANAGER, subresource: 'status' },
    );
  }

  async #revision(
    ref: JsonObject | undefined,
  ): Promise<{ revision: string; commit: string } | undefined> {
    const { wanted, label } = this.#wanted(ref);
    const found = wanted && (await this.source.resolve(wanted));
    if (!found) return undefined;
    return {
      commit: found,
      revision: label ? `${label}@sha1:${found}` : `sha1:${found}`,
    };
  }

  /** What to look for, and how its revision is named: a commit goes before a name, a tag and a branch. */
  #wanted(ref: JsonObject | undefined): { wanted?: string; label?: string } {
    const branch = stringAt(ref, 'branch');
    const commit = stringAt(ref, 'commit');
    if (commit) return { wanted: commit, ...(branch ? { label: branch } : {}) };
    const name = stringAt(ref, 'name');
    if (name) return { wanted: name, label: name };
    if (stringAt(ref, 'semver')) return {};
    const tag = stringAt(ref, 'tag');
    if (tag) return { wanted: `refs/tags/${tag}`, label: tag };
    const label = branch ?? this.source.branch;
    return { wanted: `refs/heads/${label}`, label };
  }
}

function refMissing(repository: KubeObject): string {
  const ref = objectAt(repository, 'spec', 'ref');
  if (stringAt(ref, 'semver'))
    return "the simulated Flux doesn't do spec.ref.semver: name a tag or a branch instead";
  return `couldn't find remote ref "refs/heads/${
    stringAt(ref, 'branch') ?? 'main'
  }"`;
}

function showArtifact(
  status: JsonObject,
  repository: KubeObject,
  found: { revision: string; commit: string },
  now: string,
): void {
  const { namespace = '', name, generation } = repository.metadata;
  const path = `gitrepository/${namespace}/${name}/${found.commit}.tar.gz`;
  const previous = objectAt(status, 'artifact');
  if (stringAt(previous, 'revision') !== found.revision) {
    status.artifact = {
      digest: `sha256:${createHash('sha256')
        .update(found.commit)
        .digest('hex')}`,
      lastUpdateTime: now,
      path,
      revision: found.revision,
      size: 65_536,
      url: `http://source-controller.flux-system.svc.cluster.local./${path}`,
    };
  }
  const message = `stored artifact for revision '${found.revision}'`;
  removeCondition(status, 'Reconciling');
  removeCondition(status, 'FetchFailed');
  const ready = {
    type: 'Ready',
    status: 'True',
    reason: 'Succeeded',
    message,
  } as const;
  setCondition(status, ready, now, generation);
  setCondition(
    status,
    { ...ready, type: 'ArtifactInStorage' },
    now,
    generation,
  );
}

function showFailure(
  status: JsonObject,
  repository: KubeObject,
  message: string,
  now: string,
): void {
  const { generation } = repository.metadata;
  const text = `failed to checkout and determine revision: unable to clone '${
    stringAt(repository, 'spec', 'url') ?? ''
  }': ${message}`;
  setCondition(
    status,
    {
      type: 'Reconciling',
      status: 'True',
      reason: 'ProgressingWithRetry',
      message: 'reconciliation in progress',
    },
    now,
    generation,
  );
  const failed = { reason: 'GitOperationFailed', message: text } as const;
  setCondition(
    status,
    { type: 'Ready', status: 'False', ...failed },
    now,
    generation,
  );
  setCondition(
    status,
    { type: 'FetchFailed', status: 'True', ...failed },
    now,
    generation,
  );
}

export function artifactRevision(
  repository: KubeObject | undefined,
): string | undefined {
  return stringAt(repository, 'status', 'artifact', 'revision');
}

/** The commit of a revision: what stands after its last colon. */
export function commitOf(revision: string): string {
  return revision.slice(revision.lastIndexOf(':') + 1);
}
