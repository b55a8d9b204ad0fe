import {
  FieldType,
  bytes,
  duration,
  intOrString,
  keyed,
  quantity,
  time,
  unordered,
  verbatim,
} from './fieldType';
import { jsonSchema } from './jsonSchema';
import { objectMeta } from './podTypes';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const EXTENSIONS = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1';

/** Go packages whose schemas are of Kubernetes' own types, which leave out zero values. */
const GO_PACKAGES = [
  'io.k8s.api.',
  'io.k8s.apimachinery.pkg.',
  'io.k8s.apiextensions-apiserver.pkg.',
  'io.k8s.kube-aggregator.pkg.',
];

/** Whether a schema is that of a Go type of Kubernetes; a custom resource's, in a group under k8s.io, isn't. */
export function isGoDefinition(name: string): boolean {
  return GO_PACKAGES.some(prefix => name.startsWith(prefix));
}

/** Definitions of which OpenAPI tells too little, with their types. */
export const NAMED_TYPES: ReadonlyMap<string, FieldType> = new Map([
  ['io.k8s.apimachinery.pkg.api.resource.Quantity', quantity],
  ['io.k8s.apimachinery.pkg.util.intstr.IntOrString', intOrString],
  ['io.k8s.apimachinery.pkg.runtime.RawExtension', verbatim],
  [`${META}.Duration`, duration],
  [`${META}.Time`, time],
  [`${META}.MicroTime`, time],
  [`${META}.ObjectMeta`, objectMeta],
  [`${EXTENSIONS}.JSON`, verbatim],
  [`${EXTENSIONS}.JSONSchemaProps`, jsonSchema],
]);

/** What is different from what OpenAPI says of a field of a definition, and why. */
export interface FieldCorrection {
  definition: string;
  field: string;
  /** @param type - by OpenAPI */
  correct(type: FieldType | undefined): FieldType | undefined;
  reason: string;
  source: string;
}

export const FIELD_CORRECTIONS: readonly FieldCorrection[] = [
  {
    definition: 'io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec',
    field: 'metrics',
    correct: type => unordered(itemsOf(type)),
    reason: 'the controller writes metrics back in an order of its own',
    source: 'https://github.com/kubernetes/kubernetes/issues/74099',
  },
  {
    definition: `${EXTENSIONS}.CustomResourceDefinitionSpec`,
    field: 'versions',
    correct: type => keyed('name', itemsOf(type)),
    reason:
      'versions are told apart by name; the server sorts them by priority where it lists them',
    source:
      'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/',
  },
  {
    definition: 'io.k8s.api.core.v1.Secret',
    field: 'data',
    correct: () => ({ kind: 'map', values: bytes }),
    reason: 'the server writes base64 without line breaks',
    source: 'https://pkg.go.dev/encoding/base64#Encoding.Decode',
  },
];

function itemsOf(type: FieldType | undefined): FieldType | undefined {
  return type && 'items' in type ? type.items : undefined;
}
