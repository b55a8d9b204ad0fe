import { ensureObject, JsonObject, objectAt, stringAt } from '../objects/json';
import { fill, maps } from './fill';

/** Defaults of a pod template's or a pod's spec. */
export function defaultPodSpec(spec: JsonObject): void {
  fill(spec, {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  });
  // The old name of the field is kept alongside the new one.
  if (spec.serviceAccountName !== undefined)
    spec.serviceAccount = spec.serviceAccountName;
  for (const container of [
    ...maps(spec.containers),
    ...maps(spec.initContainers),
  ]) {
    defaultContainer(container, spec.hostNetwork === true);
  }
  maps(spec.volumes).forEach(defaultVolume);
}

function defaultContainer(container: JsonObject, hostNetwork: boolean): void {
  fill(container, {
    imagePullPolicy: pullPolicy(stringAt(container, 'image') ?? ''),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    resources: {},
  });
  for (const port of maps(container.ports)) {
    fill(port, {
      protocol: 'TCP',
      ...(hostNetwork ? { hostPort: port.containerPort } : {}),
    });
  }
  for (const env of maps(container.env)) {
    fill(objectAt(env, 'valueFrom', 'fieldRef'), { apiVersion: 'v1' });
    fill(objectAt(env, 'valueFrom', 'resourceFieldRef'), { divisor: '0' });
  }
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    defaultProbe(objectAt(container, name));
  }
  for (const hook of ['postStart', 'preStop']) {
    defaultHttpGet(objectAt(container, 'lifecycle', hook, 'httpGet'));
  }
}

/** Images without a tag, or tagged `latest`, are always pulled. */
function pullPolicy(image: string): string {
  const [reference, digest] = image.split('@');
  if (digest !== undefined) return 'IfNotPresent';
  const tag = /:([^:/]+)$/.exec(reference)?.[1] ?? 'latest';
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function defaultProbe(probe: JsonObject | undefined): void {
  fill(probe, {
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  });
  defaultHttpGet(objectAt(probe, 'httpGet'));
  fill(objectAt(probe, 'grpc'), { service: '' });
}

function defaultHttpGet(httpGet: JsonObject | undefined): void {
  fill(httpGet, { path: '/', scheme: 'HTTP' });
}

const VOLUME_MODE = 420;

function defaultVolume(volume: JsonObject): void {
  if (Object.keys(volume).length === 1) volume.emptyDir = {};
  for (const source of ['secret', 'configMap', 'downwardAPI', 'projected']) {
    fill(objectAt(volume, source), { defaultMode: VOLUME_MODE });
  }
  fill(objectAt(volume, 'hostPath'), { type: '' });
  for (const source of maps(objectAt(volume, 'projected')?.sources)) {
    fill(objectAt(source, 'serviceAccountToken'), { expirationSeconds: 3600 });
    defaultDownwardItems(objectAt(source, 'downwardAPI'));
  }
  defaultDownwardItems(objectAt(volume, 'downwardAPI'));
  fill(objectAt(volume, 'ephemeral', 'volumeClaimTemplate', 'spec'), {
    volumeMode: 'Filesystem',
  });
}

function defaultDownwardItems(source: JsonObject | undefined): void {
  for (const item of maps(source?.items))
    fill(objectAt(item, 'fieldRef'), { apiVersion: 'v1' });
}

/** Defaults of `spec.template` of a workload. */
export function defaultPodTemplate(owner: JsonObject): void {
  const template = ensureObject(owner, 'template');
  ensureObject(template, 'metadata');
  defaultPodSpec(ensureObject(template, 'spec'));
}
