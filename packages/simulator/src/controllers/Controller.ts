import type { Agenda } from '../Agenda';
import { JsonObject, objectAt, copy } from '../objects/json';
import type { KubeObject } from '../objects/KubeObject';
import { ApiServer } from '../store/ApiServer';
import { targetOf } from '../store/Target';
import type { StoreEvent } from '../store/ObjectStore';

/** What controllers of a cluster share. */
export interface ControllerContext {
  api: ApiServer;
  agenda: Agenda;
  /** Milliseconds that something takes here, given what it plausibly takes. */
  delay: (milliseconds: number) => number;
  /** Whether rollouts stay in progress at present. */
  isStuck: () => boolean;
}

/** Reacts to the objects of some kinds. */
export interface Controller {
  onEvent(event: StoreEvent): void;
}

export const KUBE_CONTROLLER_MANAGER = 'kube-controller-manager';

/** Changes an object's status; nothing is written when it stays the same. */
export function writeStatus(
  api: ApiServer,
  object: KubeObject,
  manager: string,
  change: (status: JsonObject, draft: KubeObject) => void,
): KubeObject | undefined {
  const target = targetOf(object);
  if (!api.find(target)) return undefined;
  return api.update(
    target,
    draft => {
      const status = copy(objectAt(draft, 'status') ?? {});
      change(status, draft);
      draft.status = status;
    },
    { manager, subresource: 'status' },
  );
}

export function objectPath(object: KubeObject): string {
  const { namespace = '', name } = object.metadata;
  return `${object.kind}/${namespace}/${name}`;
}
