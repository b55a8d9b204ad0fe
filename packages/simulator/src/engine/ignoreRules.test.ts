import { JsonObject } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { IgnoreRules } from './ignoreRules';

const DEPLOYMENT: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web-api',
    namespace: 'web',
    labels: { app: 'web' },
    annotations: { tuned: 'true' },
  },
};

function isIgnored(target?: JsonObject): boolean {
  const rule = { paths: ['/spec/replicas'], ...(target ? { target } : {}) };
  return IgnoreRules.parse({ ignore: [rule] }).pathsOf(DEPLOYMENT).length > 0;
}

it.each<[string, JsonObject | undefined]>([
  ['every object, without a target', undefined],
  [
    'a group, a version and a kind',
    { group: 'apps', version: 'v1', kind: 'Deployment' },
  ],
  ['a kind by expression', { kind: 'Deployment|StatefulSet' }],
  ['a name by expression', { name: 'web-.*' }],
  ['a namespace', { namespace: 'web' }],
  ['a label', { labelSelector: 'app in (web, api)' }],
  ['an annotation', { annotationSelector: 'tuned=true' }],
])('is for %s', (_, target) => {
  expect(isIgnored(target)).toBe(true);
});

it.each<[string, JsonObject]>([
  ['another group', { group: 'batch' }],
  ['another version', { version: 'v1beta1' }],
  ['another kind', { kind: 'ConfigMap' }],
  ['only a part of its name', { name: 'web' }],
  ['only a part of a name, as one of two', { name: 'api|we' }],
  ['another namespace', { namespace: 'webs' }],
  ['a label that is only an annotation', { labelSelector: 'tuned=true' }],
  ['an annotation that is only a label', { annotationSelector: 'app=web' }],
  ['its kind in another namespace', { kind: 'Deployment', namespace: 'api' }],
])('is not for %s', (_, target) => {
  expect(isIgnored(target)).toBe(false);
});

it('unescapes paths, and joins those of all rules that are for an object', () => {
  const rules = IgnoreRules.parse({
    ignore: [
      { paths: ['/metadata/annotations/acme.example~1a~0b'] },
      { paths: ['/data'], target: { kind: 'ConfigMap' } },
      { paths: ['/spec/replicas', '/spec/paused'] },
    ],
  });
  expect(rules.pathsOf(DEPLOYMENT)).toEqual([
    ['metadata', 'annotations', 'acme.example/a~b'],
    ['spec', 'replicas'],
    ['spec', 'paused'],
  ]);
});

it.each<[JsonObject, string]>([
  [
    { paths: ['data/level'] },
    "spec.ignore[0].paths: 'data/level' is not a JSON pointer",
  ],
  [
    { paths: ['/data'], target: { name: '(' } },
    'spec.ignore[0].target: Invalid regular expression',
  ],
  [
    { paths: ['/data'], target: { labelSelector: 'a in' } },
    'spec.ignore[0].target: unable to parse requirement: a in',
  ],
])('refuses %j', (rule, message) => {
  expect(() => IgnoreRules.parse({ ignore: [rule] })).toThrow(message);
});
