import { EngineOwner, KubeObject, objectKey } from '@flotilla/drift';
import { json } from '../../json';
import { Kind } from '../../kube/kubeObject';
import { applicationStatus } from './application';

/** How an Application names the cluster that Argo CD itself runs in. */
const HERE = { server: 'https://kubernetes.default.svc', name: 'in-cluster' };

interface Resource extends Kind {
  namespace?: string;
  name: string;
  /** Git has it no more, and it is there: to prune isn't allowed, or nobody asked for it. */
  isLeft: boolean;
}

/** An Application with what it answers for, and what it says that Git has no more. */
export function applicationOwner(object: KubeObject): EngineOwner {
  const resources = resourcesOf(object);
  const keys = (isLeft: boolean) =>
    new Set(resources.filter(one => one.isLeft === isLeft).map(objectKey));
  const { namespace, name } = object.metadata;
  return {
    kind: 'Application',
    ...(namespace ? { namespace } : {}),
    name,
    inventory: keys(false),
    leftBehind: keys(true),
    settled: isHere(object) && hasSynced(object),
  };
}

/** The kinds of what an Application says that Git has no more. */
export function leftKindsOf(object: KubeObject): Kind[] {
  return resourcesOf(object).filter(({ isLeft }) => isLeft);
}

function resourcesOf({ status }: KubeObject): Resource[] {
  return json
    .list(json.map(status).resources)
    .map(json.map)
    .map(one => {
      const namespace = json.text(one.namespace);
      return {
        group: json.text(one.group),
        version: json.text(one.version),
        kind: json.text(one.kind),
        ...(namespace ? { namespace } : {}),
        name: json.text(one.name),
        isLeft: one.requiresPruning === true,
      };
    });
}

/** The last sync was of the commit that it now compares with, so what is still there isn't about to go. */
function hasSynced(object: KubeObject): boolean {
  const { suspended, error, observed, phase, compared, lastSynced } =
    applicationStatus(object);
  return (
    !suspended &&
    !error &&
    observed &&
    (phase === 'Succeeded' || phase === '') &&
    compared !== undefined &&
    compared === lastSynced
  );
}

function isHere({ spec }: KubeObject): boolean {
  const { server, name } = json.map(json.map(spec).destination);
  return server === HERE.server || name === HERE.name;
}
