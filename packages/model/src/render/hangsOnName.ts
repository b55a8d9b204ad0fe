import type { KubeObject } from '@flotilla/drift';
import { isRecord } from '../source/pointer';
import { ANY_CLUSTER } from './anyCluster';
import type { BuiltObject } from './built';
import { imageTexts } from './images';
import type { Mirror } from './images';
import { keyOf } from './objectKeys';

/**
 * Whether more of objects than a text hangs on the name that stands in them for all: which objects they are, which items
 * of lists were merged by name, which mirror an image has.
 */
export function hangsOnName(
  built: readonly BuiltObject[],
  mirrors: readonly Mirror[],
): boolean {
  return built.some(
    ({ object }) =>
      keyOf(object).includes(ANY_CLUSTER) ||
      namesItem(object) ||
      mirrorHangsOnName(object, mirrors),
  );
}

/** Whether an image is called by it, so that another name may have another mirror. */
export function mirrorHangsOnName(
  object: KubeObject,
  mirrors: readonly Mirror[],
): boolean {
  return (
    mirrors.length > 0 &&
    imageTexts(object).some(text => text.includes(ANY_CLUSTER))
  );
}

/** Whether a field is called by it. */
export function namesField(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(namesField);
  if (!isRecord(value)) return false;
  return Object.entries(value).some(
    ([key, item]) => key.includes(ANY_CLUSTER) || namesField(item),
  );
}

/** Whether a field, or an item of a list, is called by it. */
function namesItem(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.some(item => isCalled(item) || namesItem(item));
  }
  if (!isRecord(value)) return false;
  return Object.entries(value).some(
    ([key, item]) => key.includes(ANY_CLUSTER) || namesItem(item),
  );
}

function isCalled(item: unknown): boolean {
  return (
    isRecord(item) &&
    typeof item.name === 'string' &&
    item.name.includes(ANY_CLUSTER)
  );
}
