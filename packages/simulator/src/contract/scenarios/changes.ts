import { JsonObject } from '../../objects/json';
import { targetOf } from '../../store/Target';
import { Scenario } from '../Scenario';
import { make } from './objects';

/** What people and engines do to plain objects. */
export const CHANGES: Scenario[] = [
  {
    name: 'an object is created, edited, labelled and deleted',
    play: async stage => {
      const object = make('v1', 'ConfigMap', stage.namespace, 'plain', {
        metadata: { labels: { a: '1' }, annotations: {} },
        data: { level: 'info', mode: 'prod' },
      });
      const target = targetOf(object);
      await stage.create(object);
      await stage.create(object);
      await stage.patch(target, { data: { level: 'debug' } });
      await stage.patch(target, { data: { level: 'debug' } }, 'Lens');
      await stage.patch(
        target,
        { metadata: { labels: { b: '2' } } },
        'kubectl-label',
      );
      await stage.patch(
        target,
        { metadata: { labels: null }, data: { mode: null } },
        'Lens',
      );
      await stage.delete(target);
      await stage.delete(target);
    },
  },
  {
    name: 'an engine applies, somebody edits, the engine applies again',
    play: async stage => {
      const object = (data: Record<string, string>) =>
        make('v1', 'ConfigMap', stage.namespace, 'applied', {
          metadata: { labels: { engine: 'yes' }, annotations: { note: 'x' } },
          data,
        });
      const target = targetOf(object({}));
      await stage.apply(object({ level: 'info', mode: 'prod' }));
      await stage.apply(object({ level: 'info', mode: 'prod' }));
      await stage.patch(target, { data: { level: 'debug', extra: 'x' } });
      await stage.apply(
        object({ level: 'info', mode: 'prod' }),
        'kustomize-controller',
        false,
      );
      await stage.apply(object({ level: 'info', mode: 'prod' }));
      await stage.apply(object({ level: 'info' }));
      await stage.apply(object({ level: 'info' }), 'second-engine', false);
      await stage.apply(object({ level: 'warn' }), 'second-engine', false);
      await stage.apply(object({ level: 'warn' }), 'second-engine');
      await stage.apply(object({ level: 'info' }));
    },
  },
  {
    name: 'a finalizer holds what is deleted',
    play: async stage => {
      const held = make('v1', 'ConfigMap', stage.namespace, 'held', {
        metadata: { finalizers: ['flotilla.dev/a', 'flotilla.dev/b'] },
        data: { level: 'info' },
      });
      const target = targetOf(held);
      await stage.apply(held);
      await stage.delete(target);
      await stage.delete(target);
      await stage.patch(target, { data: { level: 'debug' } });
      await stage.patch(target, {
        metadata: { finalizers: ['flotilla.dev/b'] },
      });
      await stage.patch(target, { metadata: { finalizers: null } });
      await stage.gone(target);
    },
  },
  {
    name: 'an object that nobody was noted for is edited, then applied',
    play: async stage => {
      const name = `${stage.namespace}.example.com`;
      const bare = make('storage.k8s.io/v1', 'CSIDriver', undefined, name);
      await stage.apply(bare);
      await stage.patch(targetOf(bare), {
        metadata: { labels: { by: 'hand' } },
      });
      await stage.apply({
        ...bare,
        metadata: { name, labels: { by: 'engine' } },
      });
      await stage.delete(targetOf(bare));
    },
  },
  {
    name: 'ports and selectors of a Service are edited',
    play: async stage => {
      const service = (spec: JsonObject) =>
        make('v1', 'Service', stage.namespace, 'ports', { spec });
      const target = targetOf(service({}));
      await stage.apply(
        service({
          selector: { app: 'web' },
          ports: [
            { name: 'http', port: 80 },
            { name: 'dns', port: 53, protocol: 'UDP' },
          ],
        }),
      );
      await stage.patch(target, {
        spec: {
          selector: { app: 'web', tier: 'a' },
          ports: [
            { name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' },
            { name: 'more', port: 81, targetPort: 81, protocol: 'TCP' },
          ],
        },
      });
      await stage.apply(
        service({
          selector: { app: 'web' },
          ports: [{ name: 'http', port: 80 }],
        }),
      );
      await stage.patch(target, { spec: { type: 'NodePort' } });
    },
  },
  {
    name: 'a namespace goes with what it holds',
    play: async stage => {
      const name = `${stage.namespace}-inner`;
      const namespace = make('v1', 'Namespace', undefined, name);
      await stage.apply(namespace);
      await stage.apply(make('v1', 'ConfigMap', name, 'inside'));
      await stage.cluster.delete(targetOf(namespace));
      await stage.gone(targetOf(namespace));
      await stage.apply(make('v1', 'ConfigMap', name, 'late'));
    },
  },
];
