import { JsonObject, listAt, stringAt } from '../../objects/json';
import { targetOf } from '../../store/Target';
import { Scenario } from '../Scenario';
import { make } from './objects';

const CRD = 'apiextensions.k8s.io/v1';

const SPEC: JsonObject = {
  type: 'object',
  properties: {
    size: { type: 'integer', default: 3 },
    mode: { type: 'string', enum: ['fast', 'slow'], default: 'slow' },
    port: { 'x-kubernetes-int-or-string': true },
    tags: {
      type: 'array',
      items: { type: 'string' },
      'x-kubernetes-list-type': 'set',
    },
    plain: { type: 'array', items: { type: 'string' } },
    rules: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      items: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string' },
          weight: { type: 'integer', default: 1 },
        },
      },
    },
    selector: {
      type: 'object',
      'x-kubernetes-map-type': 'atomic',
      additionalProperties: { type: 'string' },
    },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    nested: {
      type: 'object',
      properties: { on: { type: 'boolean', default: true } },
    },
  },
};

/** A definition of the namespace's own, so that scenarios don't meet. */
function definition(namespace: string) {
  const group = `${namespace}.example.com`;
  return make(CRD, 'CustomResourceDefinition', undefined, `widgets.${group}`, {
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind: 'Widget', plural: 'widgets' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                spec: SPEC,
                status: {
                  type: 'object',
                  'x-kubernetes-preserve-unknown-fields': true,
                },
              },
            },
          },
        },
      ],
    },
  });
}

/** Kinds that a CustomResourceDefinition brings. */
export const CUSTOM: Scenario[] = [
  {
    name: 'a custom kind is defined, defaulted, merged by its schema and undefined',
    play: async stage => {
      const { namespace, cluster } = stage;
      const defined = definition(namespace);
      await stage.apply(defined);
      const apiVersion = `${namespace}.example.com/v1`;
      const widget = (spec: JsonObject) =>
        make(apiVersion, 'Widget', namespace, 'w', { spec });
      const target = targetOf(widget({}));
      await served(stage);
      await stage.settled(targetOf(defined), isEstablished);
      await stage.apply(
        widget({
          port: 'http',
          tags: ['a', 'b'],
          plain: ['x', 'y'],
          rules: [{ name: 'one' }, { name: 'two', weight: 2 }],
          selector: { app: 'web' },
          free: { any: { thing: 1 } },
          nested: {},
        }),
      );
      await stage.patch(target, {
        spec: {
          size: 5,
          tags: ['a', 'b', 'c'],
          plain: ['x'],
          rules: [
            { name: 'one', weight: 9 },
            { name: 'two', weight: 2 },
            { name: 'three' },
          ],
          selector: { tier: 'x' },
          free: { other: true },
        },
      });
      await stage.apply(
        widget({
          port: 80,
          tags: ['b'],
          plain: ['y'],
          rules: [{ name: 'two' }],
          selector: { app: 'api' },
          free: { any: { thing: 2 } },
        }),
      );
      await stage.patch(target, { spec: { mode: 'wrong' } });
      await stage.patch(target, { spec: { unknown: 1 } });
      await stage.apply(widget({ unknown: 1 }));
      await stage.delete(target);
      await cluster.delete(targetOf(defined));
      await stage.gone(targetOf(defined));
      await stage.apply(widget({}));
    },
  },
];

function isEstablished(object: JsonObject): boolean {
  return listAt(object, 'status', 'conditions').some(
    condition => stringAt(condition, 'type') === 'Established',
  );
}

/** A real server takes a moment until it serves what was defined. */
async function served(stage: Parameters<Scenario['play']>[0]): Promise<void> {
  const path = `/apis/${stage.namespace}.example.com/v1/widgets`;
  const giveUp = Date.now() + 20_000;
  while ((await stage.cluster.get(path)).status !== 200) {
    if (Date.now() > giveUp) throw new Error('the kind is never served');
    await new Promise(again => setTimeout(again, 50));
  }
  // Its schema comes a moment later than it does.
  await new Promise(again => setTimeout(again, 1_000));
}
