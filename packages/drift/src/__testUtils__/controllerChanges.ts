import { KubeRequest } from '@flotilla/testbed';
import { owns } from '../managers/ownedFields';
import { KubeObject } from '../object';
import { formatFieldPath, parseFieldPath } from '../path/fieldPath';
import { lookUp } from '../path/lookUp';
import { Step, pointerOf } from '../path/step';
import { canonicalJson } from '../scalar/canonicalJson';
import { ObjectDrift } from '../types';
import { jsonPatch } from './expectation';
import { placeIn } from './placeIn';

/** What a controller that clusters have writes into an object by itself. */
export interface ControllerChange {
  manager: string;
  subresource?: 'scale' | 'status';
  places: { steps: readonly Step[]; value: unknown }[];
}

/** What changes are made of. */
export interface Situation {
  autoscalers: readonly KubeObject[];
  /** Certificates in base64. */
  caBundle: string;
}

/** All that controllers do to an object of Git's, as far as it is one that they touch. */
export function controllerChanges(
  desired: KubeObject,
  live: KubeObject,
  { autoscalers, caBundle }: Situation,
): ControllerChange[] {
  const scaled = autoscalers.flatMap(one => scaling(live, one));
  const bundles = bundlePaths(live)
    .map(parseFieldPath)
    .filter(steps => isForInjector(lookUp(desired, steps)))
    .map(steps => ({ steps, value: caBundle }));
  const injected: ControllerChange[] =
    bundles.length > 0 ? [{ manager: 'cainjector', places: bundles }] : [];
  return [...scaled, ...injected, ...statusChanges(live)];
}

/** One replica more or less, as the autoscaler's range has room. */
function scaling(live: KubeObject, autoscaler: KubeObject): ControllerChange[] {
  const at = (path: string) => lookUp(autoscaler, parseFieldPath(path));
  const isTarget =
    autoscaler.metadata.namespace === live.metadata.namespace &&
    at('.spec.scaleTargetRef.kind') === live.kind &&
    at('.spec.scaleTargetRef.name') === live.metadata.name;
  if (!isTarget) return [];
  const steps = parseFieldPath('.spec.replicas');
  const replicas = Number(lookUp(live, steps));
  const isFull = replicas >= Number(at('.spec.maxReplicas'));
  return [
    {
      manager: 'kube-controller-manager',
      subresource: 'scale',
      places: [{ steps, value: isFull ? replicas - 1 : replicas + 1 }],
    },
  ];
}

/** Where an object trusts whoever serves a webhook or an API. */
function bundlePaths(live: KubeObject): string[] {
  if (Array.isArray(live.webhooks)) {
    return live.webhooks.map(
      ({ name }) => `.webhooks[name="${name}"].clientConfig.caBundle`,
    );
  }
  const has = (path: string) =>
    lookUp(live, parseFieldPath(path)) !== undefined;
  const conversion = '.spec.conversion.webhook.clientConfig';
  if (has(conversion)) return [`${conversion}.caBundle`];
  const isTrusting =
    has('.spec.service') && !has('.spec.insecureSkipTLSVerify');
  return live.kind === 'APIService' && isTrusting ? ['.spec.caBundle'] : [];
}

/** Nobody asks an injector to fill in what Git itself says; a lone line feed asks. */
function isForInjector(declared: unknown): boolean {
  return declared === undefined || declared === '' || declared === 'Cg==';
}

const ADDRESS = { loadBalancer: { ingress: [{ ip: '192.0.2.7' }] } };
const NOT_READY = { type: 'Ready', status: 'False', reason: 'NotYet' };
const STATUS_WRITERS: Readonly<
  Record<string, readonly { manager: string; path: string; value: unknown }[]>
> = {
  Pod: ['kubelet', 'kwok'].map(manager => ({
    manager,
    path: '.status.conditions',
    value: [{ ...NOT_READY, message: `says ${manager}` }],
  })),
  PersistentVolumeClaim: [
    {
      manager: 'kubelet',
      path: '.status.conditions',
      value: [{ type: 'FileSystemResizePending', status: 'True' }],
    },
  ],
  Service: [
    { manager: 'cloud-controller-manager', path: '.status', value: ADDRESS },
  ],
  Ingress: [
    { manager: 'nginx-ingress-controller', path: '.status', value: ADDRESS },
  ],
};

function statusChanges(live: KubeObject): ControllerChange[] {
  // The server lets no other service have a balancer's address.
  const type = lookUp(live, parseFieldPath('.spec.type'));
  if (live.kind === 'Service' && type !== 'LoadBalancer') return [];
  return (STATUS_WRITERS[live.kind] ?? []).map(({ manager, path, value }) => ({
    manager,
    subresource: 'status',
    places: [{ steps: parseFieldPath(path), value }],
  }));
}

/** The request that makes a change, and the one that takes it back. */
export function requestsOf(
  live: KubeObject,
  { places }: ControllerChange,
): { make: KubeRequest; undo: KubeRequest } {
  const path = (steps: readonly Step[]) => pointerOf(placeIn(live, steps));
  return {
    make: jsonPatch(
      places.map(({ steps, value }) => ({
        op: 'add',
        path: path(steps),
        value,
      })),
    ),
    undo: jsonPatch(
      places.map(({ steps }) => {
        const value = lookUp(live, steps);
        const op = value === undefined ? 'remove' : 'add';
        return { op, path: path(steps), value };
      }),
    ),
  };
}

/** What is wrong with what is said of a change: it must have been made, and be explained where it differs from Git. */
export function faultsOf(
  { manager, subresource, places }: ControllerChange,
  { desired, live }: { desired: KubeObject; live: KubeObject },
  { ignored }: ObjectDrift,
): string[] {
  const entries = (live.metadata.managedFields ?? []).filter(
    one => one.manager === manager && one.subresource === subresource,
  );
  const isExplained = (path: string) =>
    ignored.some(
      field =>
        field.fieldPath === path &&
        field.manager?.name === manager &&
        field.manager.subresource === subresource &&
        field.ignoredBy?.reason,
    );
  return places.flatMap(({ steps, value }) => {
    const path = formatFieldPath(steps);
    const isOwned = entries.some(one => owns(one, steps));
    // Of replicas that nobody declares the server notes no owner when they are scaled.
    const isThere =
      isOwned || canonicalJson(lookUp(live, steps)) === canonicalJson(value);
    if (!isThere) return [`${path} wasn't changed`];
    const differs = isOwned || lookUp(desired, steps) !== undefined;
    return differs && subresource !== 'status' && !isExplained(path)
      ? [`${path} isn't explained`]
      : [];
  });
}
