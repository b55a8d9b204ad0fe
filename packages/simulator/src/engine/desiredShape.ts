import {
  copy,
  ensureObject,
  isJsonObject,
  JsonObject,
  objectAt,
} from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { fill, maps } from '../defaulting/fill';

type Shaper = (object: KubeObject) => void;

const podTemplate = (spec: JsonObject | undefined): void => {
  const pod = objectAt(spec, 'template', 'spec');
  if (!pod) return;
  for (const container of [
    ...maps(pod.containers),
    ...maps(pod.initContainers),
  ]) {
    fill(container, { resources: {} });
    maps(container.ports).forEach(port => fill(port, { protocol: 'TCP' }));
  }
};

const strategyOf =
  (field: 'strategy' | 'updateStrategy'): Shaper =>
  object => {
    fill(objectAt(object, 'spec'), { [field]: {} });
    podTemplate(objectAt(object, 'spec'));
  };

const SHAPES: Readonly<Record<string, Shaper>> = {
  'v1/Namespace': object => ensureObject(object, 'spec'),
  'v1/Service': object =>
    maps(objectAt(object, 'spec')?.ports).forEach(port =>
      fill(port, { protocol: 'TCP' }),
    ),
  'v1/Secret': object => {
    if (!isJsonObject(object.stringData)) return;
    const encoded = ensureObject(object, 'data');
    for (const [key, value] of Object.entries(object.stringData)) {
      encoded[key] = Buffer.from(String(value)).toString('base64');
    }
    delete object.stringData;
  },
  'v1/PersistentVolumeClaim': object =>
    fill(objectAt(object, 'spec'), { resources: {} }),
  'apps/v1/Deployment': strategyOf('strategy'),
  'apps/v1/StatefulSet': strategyOf('updateStrategy'),
  'apps/v1/DaemonSet': strategyOf('updateStrategy'),
  'apps/v1/ReplicaSet': object => podTemplate(objectAt(object, 'spec')),
  'batch/v1/Job': object => podTemplate(objectAt(object, 'spec')),
  'batch/v1/CronJob': object =>
    podTemplate(objectAt(object, 'spec', 'jobTemplate', 'spec')),
  'networking.k8s.io/v1/NetworkPolicy': object =>
    fill(objectAt(object, 'spec'), { podSelector: {} }),
};

/**
 * What Flux sends for an object from Git. It passes objects through the typed API first, so that it
 * also declares what a Go struct writes even when it's empty.
 */
export function desiredShape(object: KubeObject): KubeObject {
  const result = copy<KubeObject>(object);
  delete result.status;
  delete result.metadata.creationTimestamp;
  delete result.metadata.managedFields;
  SHAPES[`${object.apiVersion}/${object.kind}`]?.(result);
  return result;
}
