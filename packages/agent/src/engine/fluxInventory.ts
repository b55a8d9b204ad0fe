import { EngineOwner, KubeObject } from '@flotilla/drift';
import { json } from '../json';
import { fluxStatus } from './fluxStatus';

/** A Kustomization with what it answers for. */
export function kustomizationOwner(object: KubeObject): EngineOwner {
  const { namespace, name } = object.metadata;
  const status = json.map(object.status);
  const { entries } = json.map(status.inventory);
  const keys = json
    .list(entries)
    .flatMap(entry => inventoryKey(json.text(json.map(entry).id)) ?? []);
  const { ready, observed, suspended } = fluxStatus(object);
  return {
    kind: 'Kustomization',
    ...(namespace ? { namespace } : {}),
    name,
    inventory: new Set(keys),
    settled: ready === 'True' && observed && !suspended,
  };
}

/** `namespace_name_group_kind`, empty parts kept, `__` for the colon in names of RBAC; as `objectKey` writes it. */
function inventoryKey(id: string): string | undefined {
  const match = /^([^_]*)_(.+)_([^_]*)_([^_]+)$/.exec(id);
  if (!match) return undefined;
  const [, namespace, name, group, kind] = match;
  return `${group}/${kind}/${namespace}/${name.replace(/__/g, ':')}`;
}
