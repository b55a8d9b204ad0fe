import { randomUUID } from 'node:crypto';
import { prepareBuiltin } from '../defaulting/builtin';
import { KubeObject, ManagedFields } from '../objects/KubeObject';
import { Kind } from '../schema/kinds';
import { advanceGeneration, firstGeneration } from './generation';
import { normalise } from './normalise';
import { checkNew, checkUpdate } from './validation';

/** A new object as it will be stored: defaulted, owned and checked. */
export function admitNew(
  kind: Kind,
  object: KubeObject,
  ownership: (sent: KubeObject) => ManagedFields[],
  now: string,
): KubeObject {
  const fresh = normalise(kind, object, { defaults: true });
  if (kind.hasStatus) delete fresh.status;
  fresh.metadata.managedFields = ownership(fresh);
  fresh.metadata.uid = randomUUID();
  fresh.metadata.creationTimestamp = now;
  delete fresh.metadata.resourceVersion;
  firstGeneration(kind, fresh);
  if (!kind.custom) prepareBuiltin(fresh, {});
  checkNew(kind, fresh);
  return fresh;
}

/** A changed object as it will be stored, whatever the writer may have sent. */
export function admitUpdate(
  kind: Kind,
  live: KubeObject,
  wanted: KubeObject,
  subresource: string | undefined,
  ownership: (sent: KubeObject) => ManagedFields[],
): KubeObject {
  const sent = normalise(
    kind,
    { ...wanted, metadata: keepServerFields(live, wanted) },
    { defaults: true, live },
  );
  const next =
    subresource === 'status'
      ? onlyStatus(live, sent)
      : keepStatus(kind, live, sent);
  next.metadata.managedFields = ownership(next);
  if (subresource === 'status') return next;
  if (!kind.custom) prepareBuiltin(next, { live });
  checkUpdate(kind, live, next);
  advanceGeneration(kind, live, next);
  return next;
}

/** What a writer may send but only the server sets. */
function keepServerFields(
  live: KubeObject,
  wanted: KubeObject,
): KubeObject['metadata'] {
  const { uid, resourceVersion, generation, creationTimestamp } = live.metadata;
  const { deletionTimestamp, deletionGracePeriodSeconds } = live.metadata;
  const kept: KubeObject['metadata'] = {
    ...wanted.metadata,
    uid,
    resourceVersion,
    creationTimestamp,
  };
  for (const [key, value] of Object.entries({
    generation,
    deletionTimestamp,
    deletionGracePeriodSeconds,
  })) {
    if (value === undefined) delete kept[key];
    else kept[key] = value;
  }
  return kept;
}

/** A write of the status subresource: the status and annotations, nothing else. */
function onlyStatus(live: KubeObject, sent: KubeObject): KubeObject {
  const { annotations } = sent.metadata;
  const metadata = { ...live.metadata };
  if (annotations) metadata.annotations = annotations;
  const next: KubeObject = { ...live, metadata };
  if (sent.status === undefined) delete next.status;
  else next.status = sent.status;
  return next;
}

/** A write of the object itself: its status stays. */
function keepStatus(
  kind: Kind,
  live: KubeObject,
  sent: KubeObject,
): KubeObject {
  if (!kind.hasStatus) return sent;
  const { status: _, ...rest } = sent;
  const next: KubeObject = {
    ...rest,
    apiVersion: sent.apiVersion,
    kind: sent.kind,
    metadata: sent.metadata,
  };
  if (live.status !== undefined) next.status = live.status;
  return next;
}
