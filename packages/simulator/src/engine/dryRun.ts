import { describeObject, KubeObject } from '../objects/KubeObject';
import { ApiServer, ApplyResult } from '../store/ApiServer';
import { StatusError } from '../store/StatusError';
import { targetOf } from '../store/Target';
import { ApplyError } from './ApplyError';
import { APPLY_MANAGER } from './fluxTypes';

/**
 * What applying an object would do. With `force`, a live object that the server refuses to change is
 * deleted already now, as Flux does.
 *
 * @throws ApplyError when the server refuses the object
 */
export function dryRun(
  api: ApiServer,
  sent: KubeObject,
  force: boolean,
): ApplyResult {
  try {
    return attempt(api, sent);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (!force || !isImmutable(error) || !api.find(targetOf(sent)))
      throw refusal(sent, error);
  }
  deleteForGood(api, sent);
  try {
    return attempt(api, sent);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    throw refusal(sent, error);
  }
}

function attempt(api: ApiServer, sent: KubeObject): ApplyResult {
  return api.apply(sent, { manager: APPLY_MANAGER, force: true, dryRun: true });
}

/** Flux takes every invalid change for one of an immutable field. */
function isImmutable({ reason }: StatusError): boolean {
  return reason === 'Invalid' || reason === 'Conflict';
}

function deleteForGood(api: ApiServer, sent: KubeObject): void {
  const target = targetOf(sent);
  api.delete(target);
  if (api.find(target)) {
    throw new ApplyError(
      `${describeObject(
        sent,
      )} immutable field detected, failed to wait for object to be deleted: context deadline exceeded`,
    );
  }
}

function refusal(sent: KubeObject, error: StatusError): ApplyError {
  const reason = error.message.startsWith('no matches for kind')
    ? ''
    : ` (${error.reason})`;
  return new ApplyError(
    `${describeObject(sent)} dry-run failed${reason}: ${error.message}`,
  );
}
