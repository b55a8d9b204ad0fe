import { createHash } from 'node:crypto';
import { ensureObject, JsonObject, objectAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { fill, maps } from './fill';
import type { Defaulter } from './workloads';

/** Defaults of a Service that follow from what was sent. */
export const defaultService: Defaulter = object => {
  const spec = ensureObject(object, 'spec');
  fill(spec, { type: 'ClusterIP', sessionAffinity: 'None' });
  for (const port of maps(spec.ports)) {
    fill(port, { protocol: 'TCP' });
    fill(port, { targetPort: port.port });
  }
  if (spec.sessionAffinity === 'ClientIP') {
    fill(spec, {
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } },
    });
  }
  if (spec.type !== 'ExternalName')
    fill(spec, { internalTrafficPolicy: 'Cluster' });
  if (isReachable(spec)) fill(spec, { externalTrafficPolicy: 'Cluster' });
  if (spec.type === 'LoadBalancer')
    fill(spec, { allocateLoadBalancerNodePorts: true });
};

/** Addresses and node ports are given out by the server, owned by nobody, and kept. */
export const prepareService: Defaulter = (object, { live }) => {
  const spec = ensureObject(object, 'spec');
  if (isReachable(spec)) {
    for (const port of maps(spec.ports)) {
      fill(port, {
        nodePort: keptNodePort(live, port) ?? nodePort(object, port),
      });
    }
  }
  if (spec.type !== 'ExternalName') allocateAddresses(object, spec, live);
  if (!live) fill(object, { status: { loadBalancer: {} } });
};

function isReachable(spec: JsonObject): boolean {
  return spec.type === 'NodePort' || spec.type === 'LoadBalancer';
}

function allocateAddresses(
  object: KubeObject,
  spec: JsonObject,
  live: KubeObject | undefined,
): void {
  const before = objectAt(live, 'spec');
  const clusterIP = before?.clusterIP ?? clusterAddress(object);
  if (spec.clusterIP === undefined || spec.clusterIP === '')
    spec.clusterIP = clusterIP;
  fill(spec, {
    clusterIPs: [spec.clusterIP ?? ''],
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
  });
}

function keptNodePort(
  live: KubeObject | undefined,
  port: JsonObject,
): number | undefined {
  const same = maps(objectAt(live, 'spec')?.ports).find(
    other => other.port === port.port && other.protocol === port.protocol,
  );
  return typeof same?.nodePort === 'number' ? same.nodePort : undefined;
}

/** Addresses follow from names, so that the same fleet looks the same again. */
function clusterAddress(object: KubeObject): string {
  const hash = hashOf(object, 'address');
  return `10.${96 + (hash[0] % 16)}.${hash[1]}.${(hash[2] % 254) + 1}`;
}

function nodePort(object: KubeObject, port: JsonObject): number {
  const hash = hashOf(object, `port-${String(port.port)}`);
  return 30_000 + (hash.readUInt16BE(0) % 2_768);
}

function hashOf(object: KubeObject, purpose: string): Buffer {
  const { namespace, name } = object.metadata;
  return createHash('sha256')
    .update(`${namespace}/${name}/${purpose}`)
    .digest();
}
