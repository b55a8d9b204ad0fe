import { isJsonObject, Json, JsonObject } from '../objects/json';

/** What two clusters can't have in common: identities, versions and what a server gives out by chance. */
const CHANCE = new Set([
  'uid',
  'resourceVersion',
  'clusterIP',
  'clusterIPs',
  'nodePort',
  'volumeName',
]);

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
/** The end of a generated name, as messages tell it. */
const GENERATED = /-[a-z0-9]{5,10}(?="| |$)/g;

/** An object without what differs between two clusters by chance. */
export function normal(value: Json | undefined, key = ''): Json | undefined {
  if (Array.isArray(value)) {
    const items = value.map(item => normal(item) ?? null);
    return key === 'managedFields' ? items.sort(byManager) : items;
  }
  if (isJsonObject(value)) {
    const result: JsonObject = {};
    for (const name of Object.keys(value).sort()) {
      if (!CHANCE.has(name)) result[name] = normal(value[name], name);
    }
    return result;
  }
  if (typeof value !== 'string') return value;
  if (TIME.test(value)) return '<time>';
  const text = value.replace(UUID, '<uid>');
  return key === 'message' ? text.replace(GENERATED, '-<generated>') : text;
}

/** The order of the list follows its times, which are of a second each. */
function byManager(a: Json, b: Json): number {
  const sortKey = (entry: Json) =>
    isJsonObject(entry)
      ? [entry.operation, entry.manager, entry.subresource].join(' ')
      : '';
  return sortKey(a) < sortKey(b) ? -1 : 1;
}
