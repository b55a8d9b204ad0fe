import { writeStatus } from '../controllers/Controller';
import { objectAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { ApiServer } from '../store/ApiServer';
import { targetOf } from '../store/Target';
import { ready } from './conditions';
import { CAPI_MANAGER } from './kinds';

export function isProvisioned(object: KubeObject): boolean {
  const status = objectAt(object, 'status');
  return (
    status?.ready === true ||
    objectAt(status, 'initialization')?.provisioned === true
  );
}

/** The provider has made what an infrastructure object asks for. */
export function provision(api: ApiServer, infrastructure: KubeObject): void {
  const live = api.find(targetOf(infrastructure));
  if (!live) return;
  const now = api.now();
  writeStatus(api, live, CAPI_MANAGER, (status, draft) => {
    status.ready = true;
    status.initialization = { provisioned: true };
    ready(
      status,
      'Ready',
      draft,
      now,
      'Provisioned',
      'infrastructure is provisioned',
    );
  });
}
