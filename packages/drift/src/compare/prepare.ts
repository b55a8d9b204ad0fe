import { KubeObject, objectRef } from '../object';
import { base64Of } from '../scalar/base64';
import { isMap } from './declared';

/**
 * What of a desired object is compared: no identity, no status (often
 * committed with CRDs), and of metadata only what people declare.
 */
export function declaredPart(desired: KubeObject): Record<string, unknown> {
  const { apiVersion, kind, status, metadata, ...rest } = desired;
  const { labels, annotations, finalizers } = metadata;
  return {
    metadata: { labels, annotations, finalizers },
    ...prepareKind(desired, rest),
  };
}

function prepareKind(
  desired: KubeObject,
  rest: Record<string, unknown>,
): Record<string, unknown> {
  const { group, kind } = objectRef(desired);
  if (group === '' && kind === 'Secret') return foldStringData(rest);
  // The controller fills in the rules of an aggregated role.
  if (kind === 'ClusterRole' && isMap(rest.aggregationRule)) {
    const { rules, ...others } = rest;
    return others;
  }
  return rest;
}

/** The server keeps `stringData` as base64 in `data`, and null as empty text. */
function foldStringData(rest: Record<string, unknown>) {
  const { stringData, data, ...others } = rest;
  if (!isMap(stringData) && !isMap(data)) return others;
  const folded: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(isMap(data) ? data : {})) {
    folded[name] = value === null ? '' : value;
  }
  for (const [name, value] of Object.entries(
    isMap(stringData) ? stringData : {},
  )) {
    folded[name] = base64Of(String(value ?? ''));
  }
  return { ...others, data: folded };
}
