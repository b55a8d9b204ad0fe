import { isJsonObject, JsonObject, listAt } from '../objects/json';
import {
  formatApiVersion,
  KubeObject,
  parseApiVersion,
} from '../objects/KubeObject';
import { Target } from '../store/Target';

/** Flux's inventory entry: `namespace_name_group_kind`, empty parts kept. */
export function inventoryEntry(object: KubeObject): JsonObject {
  const { group, version } = parseApiVersion(object.apiVersion);
  const { namespace = '', name } = object.metadata;
  // A colon in a name would break the id, so it's doubled into underscores.
  const id = `${namespace}_${name.replace(/:/g, '__')}_${group}_${object.kind}`;
  return { id, v: version };
}

/** The objects that a Kustomization is responsible for. */
export function readInventory(
  kustomization: KubeObject,
): { id: string; target: Target }[] {
  return listAt(kustomization, 'status', 'inventory', 'entries')
    .filter(isJsonObject)
    .flatMap(entry => {
      const id = String(entry.id);
      const parts = id.split('_');
      if (parts.length < 4) return [];
      const [namespace] = parts;
      const group = parts[parts.length - 2];
      const kind = parts[parts.length - 1];
      const name = parts.slice(1, -2).join('_').replace(/__/g, ':');
      const target: Target = {
        apiVersion: formatApiVersion(group, String(entry.v)),
        kind,
        ...(namespace ? { namespace } : {}),
        name,
      };
      return [{ id, target }];
    });
}
