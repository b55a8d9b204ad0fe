import { KubeObject } from '../objects/KubeObject';
import { ApiServer } from '../store/ApiServer';
import { targetOf } from '../store/Target';
import { CAPI_GROUP, CAPI_MANAGER } from './kinds';

/** Where Cluster API leaves the credentials of a child: Secret `<cluster>-kubeconfig`. */
export function writeKubeconfig(
  api: ApiServer,
  cluster: KubeObject,
  kubeconfig: string,
): void {
  const { namespace, name } = cluster.metadata;
  const secret: KubeObject = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `${name}-kubeconfig`,
      namespace,
      labels: { [`${CAPI_GROUP}/cluster-name`]: name },
    },
    type: 'cluster.x-k8s.io/secret',
    data: { value: Buffer.from(kubeconfig).toString('base64') },
  };
  const existing = api.find(targetOf(secret));
  if (!existing) api.create(secret, { manager: CAPI_MANAGER });
  else {
    api.update(
      targetOf(secret),
      draft => {
        draft.data = secret.data;
      },
      { manager: CAPI_MANAGER },
    );
  }
}
