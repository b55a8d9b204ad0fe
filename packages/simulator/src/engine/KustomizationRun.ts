import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { GitSource } from '../git/GitSource';
import { JsonObject, listAt, objectAt, stringAt } from '../objects/json';
import { describeObject, KubeObject } from '../objects/KubeObject';
import { ApiServer } from '../store/ApiServer';
import { targetOf } from '../store/Target';
import {
  AppliedObject,
  ApplyPolicy,
  applyStage,
  inStages,
  KnownState,
} from './applyObjects';
import { ApplyError } from './ApplyError';
import { buildFolder, decorate } from './build';
import { BuildError } from './BuildError';
import { artifactRevision, commitOf } from './SourceController';
import { isReady } from './conditions';
import {
  GIT_REPOSITORY,
  KUSTOMIZATION,
  OWNER_NAME,
  OWNER_NAMESPACE,
  PRUNE,
} from './fluxTypes';
import { IgnoreRules } from './ignoreRules';
import { inventoryEntry, readInventory } from './inventory';
import { refuseUndone } from './undone';

/** What a Kustomization needs isn't there yet, or can't be had. */
export class NotReady extends Error {
  constructor(readonly reason: string, message: string) {
    super(message);
  }
}

/** The source that a Kustomization names. */
export interface Origin {
  repository: KubeObject;
  revision: string;
}

/**
 * @throws NotReady while the source has nothing to offer
 */
export function findOrigin(api: ApiServer, kustomization: KubeObject): Origin {
  const ref = objectAt(kustomization, 'spec', 'sourceRef');
  const namespace =
    stringAt(ref, 'namespace') ?? kustomization.metadata.namespace ?? '';
  const name = stringAt(ref, 'name') ?? '';
  const repository = api.find({ ...GIT_REPOSITORY, namespace, name });
  if (!repository) {
    throw new NotReady(
      'ArtifactFailed',
      `Source 'GitRepository/${namespace}/${name}' not found`,
    );
  }
  const revision = artifactRevision(repository);
  if (!revision)
    throw new NotReady(
      'ArtifactFailed',
      'Source artifact not found, retrying in 30s',
    );
  return { repository, revision };
}

/**
 * @throws NotReady until everything that the Kustomization depends on is applied at this revision
 */
export function checkDependencies(
  api: ApiServer,
  kustomization: KubeObject,
  origin: Origin,
): void {
  for (const dependency of listAt(kustomization, 'spec', 'dependsOn')) {
    const namespace =
      stringAt(dependency, 'namespace') ??
      kustomization.metadata.namespace ??
      '';
    const name = stringAt(dependency, 'name') ?? '';
    const other = api.find({ ...KUSTOMIZATION, namespace, name });
    const label = `${namespace}/${name}`;
    if (!other) {
      throw new NotReady(
        'DependencyNotReady',
        `dependency '${label}' not found`,
      );
    }
    const observed =
      objectAt(other, 'status')?.observedGeneration ===
      other.metadata.generation;
    const sameSource =
      stringAt(other, 'spec', 'sourceRef', 'name') ===
      origin.repository.metadata.name;
    const current =
      !sameSource ||
      stringAt(other, 'status', 'lastAppliedRevision') === origin.revision;
    if (!isReady(other) || !observed || !current) {
      throw new NotReady(
        'DependencyNotReady',
        `dependency '${label}' is not ready`,
      );
    }
  }
}

/** The objects that Git wants, and a digest of them. */
export interface Built {
  objects: KubeObject[];
  digest: string;
  /** Tells builds apart without comparing them. */
  key: string;
}

/**
 * @throws NotReady when the path is missing or can't be built
 */
export async function buildKustomization(
  source: GitSource,
  kustomization: KubeObject,
  origin: Origin,
  api: ApiServer,
  previous: Built | undefined,
): Promise<Built> {
  const spec: JsonObject = objectAt(kustomization, 'spec') ?? {};
  const folder = posix
    .normalize(stringAt(spec, 'path') ?? './')
    .replace(/^\.?\/|\/$/g, '');
  const path = folder === '.' ? '' : folder;
  const files = await source.files(commitOf(origin.revision), path);
  // Flux unpacks the artifact into another folder at every try, and says into which.
  const unpacked = `/tmp/kustomization-${Math.floor(Math.random() * 1e9)}`;
  if (files.length === 0) {
    throw new NotReady(
      'ArtifactFailed',
      `kustomization path not found: stat ${unpacked}/${path}: no such file or directory`,
    );
  }
  const key = `${kustomization.metadata.generation} ${files
    .map(file => file.blob)
    .join(' ')}`;
  if (previous?.key === key) return previous;
  try {
    refuseUndone(spec);
    const built = decorate(
      buildFolder(files, path),
      spec,
      object => api.kinds.of(object)?.namespaced ?? true,
    );
    const digest = createHash('sha256')
      .update(JSON.stringify(built))
      .digest('hex');
    return { objects: built, digest: `sha256:${digest}`, key };
  } catch (error) {
    if (error instanceof BuildError)
      throw new NotReady('BuildFailed', error.messageIn(`${unpacked}/${path}`));
    throw error;
  }
}

/**
 * Applies what was built, stage by stage.
 *
 * @throws NotReady when an object can't be applied; nothing of its stage is applied then
 */
export function applyBuilt(
  api: ApiServer,
  kustomization: KubeObject,
  built: Built,
  known: KnownState,
  overrideManagers: readonly string[],
): AppliedObject[] {
  const spec = objectAt(kustomization, 'spec');
  const { namespace = '', name } = kustomization.metadata;
  try {
    const policy: ApplyPolicy = {
      owner: { namespace, name },
      ignore: IgnoreRules.parse(spec),
      force: spec?.force === true,
      overrideManagers,
    };
    return inStages(built.objects).flatMap(stage =>
      applyStage(api, stage, policy, known),
    );
  } catch (error) {
    if (error instanceof ApplyError)
      throw new NotReady('ReconciliationFailed', error.message);
    throw error;
  }
}

/**
 * Deletes what the last inventory had and Git no longer has.
 *
 * @returns what was deleted, as Flux names it
 */
export function pruneStale(
  api: ApiServer,
  kustomization: KubeObject,
  wanted: readonly KubeObject[],
): string[] {
  const kept = new Set(wanted.map(object => String(inventoryEntry(object).id)));
  const deleted: string[] = [];
  for (const { id, target } of readInventory(kustomization)) {
    const live = kept.has(id) ? undefined : api.find(target);
    if (
      !live ||
      live.metadata.deletionTimestamp ||
      !mayPrune(live, kustomization)
    )
      continue;
    api.delete(targetOf(live));
    deleted.push(`${describeObject(live)} deleted`);
  }
  return deleted;
}

/** Only its own objects, and none that asked to stay. */
function mayPrune(live: KubeObject, kustomization: KubeObject): boolean {
  const labels = live.metadata.labels ?? {};
  const isOwn =
    labels[OWNER_NAME] === kustomization.metadata.name &&
    labels[OWNER_NAMESPACE] === kustomization.metadata.namespace;
  const stays =
    live.metadata.annotations?.[PRUNE] === 'disabled' ||
    labels[PRUNE] === 'disabled';
  return isOwn && !stays;
}
