import { writeStatus } from '../controllers/Controller';
import { KubeObject } from '../objects/KubeObject';
import { ApiServer } from '../store/ApiServer';
import { notReady, ready } from './conditions';
import { CAPI_MANAGER } from './kinds';

/** What a Cluster says of its parts. */
export function showCluster(
  api: ApiServer,
  cluster: KubeObject,
  provisioned: boolean,
  initialised: boolean,
  settled: boolean,
): void {
  const now = api.now();
  writeStatus(api, cluster, CAPI_MANAGER, (status, draft) => {
    const phase = provisioned ? 'Provisioned' : 'Provisioning';
    Object.assign(status, {
      observedGeneration: draft.metadata.generation,
      phase,
    });
    status.initialization = {
      ...(provisioned ? { infrastructureProvisioned: true } : {}),
      ...(initialised ? { controlPlaneInitialized: true } : {}),
    };
    const show = (type: string, holds: boolean, message: string) =>
      holds
        ? ready(status, type, draft, now, type, message)
        : notReady(status, type, draft, now, 'NotReady', message);
    show(
      'InfrastructureReady',
      provisioned,
      provisioned
        ? 'infrastructure is provisioned'
        : 'infrastructure is being provisioned',
    );
    show(
      'ControlPlaneInitialized',
      initialised,
      initialised ? 'control plane answers' : 'control plane is coming up',
    );
    show(
      'ControlPlaneAvailable',
      initialised,
      initialised ? 'control plane answers' : 'control plane is coming up',
    );
    show(
      'WorkersAvailable',
      settled,
      settled ? 'all machines are there' : 'machines are rolling out',
    );
    show(
      'Available',
      provisioned && initialised,
      initialised ? 'cluster is available' : 'cluster is coming up',
    );
  });
}
