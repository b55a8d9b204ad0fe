import { takeOverEntries } from '../fields/takeOverEntries';
import { KubeObject, ManagedFields } from '../objects/KubeObject';
import { ApiServer } from '../store/ApiServer';
import { targetOf } from '../store/Target';
import { APPLY_MANAGER } from './fluxTypes';

/**
 * Makes the fields of kubectl's entries Flux's own, so that the server removes what Flux doesn't send.
 *
 * @param overrideManagers - the names of more managers whose entries it takes
 * @returns whether there were any
 */
export function takeOver(
  api: ApiServer,
  live: KubeObject,
  overrideManagers: readonly string[],
): boolean {
  const taken = takeOverEntries(
    live,
    APPLY_MANAGER,
    entry => isTakenOver(entry) || isNamed(entry, overrideManagers),
  );
  if (taken === live) return false;
  api.replaceManagedFields(targetOf(live), taken);
  return true;
}

/** Writers whose fields Flux makes its own before it applies, unless they wrote a subresource. */
function isTakenOver(entry: ManagedFields): boolean {
  if (entry.subresource) return false;
  return (
    entry.manager.startsWith('kubectl') ||
    entry.manager === 'before-first-apply' ||
    (entry.manager === APPLY_MANAGER && entry.operation === 'Update')
  );
}

function isNamed(
  { manager, subresource }: ManagedFields,
  names: readonly string[],
): boolean {
  return !subresource && names.includes(manager);
}
