import { targetOf } from '../../store/Target';
import { Scenario } from '../Scenario';
import { make, podTemplate, SELECTOR } from './objects';

/** What a server doesn't take. */
export const REFUSALS: Scenario[] = [
  {
    name: 'immutable fields are refused',
    play: async stage => {
      const { namespace } = stage;
      const web = make('apps/v1', 'Deployment', namespace, 'fixed', {
        spec: { replicas: 0, selector: SELECTOR, template: podTemplate() },
      });
      await stage.apply(web);
      await stage.apply({
        ...web,
        spec: {
          replicas: 0,
          selector: { matchLabels: { app: 'other' } },
          template: {
            ...podTemplate(),
            metadata: { labels: { app: 'other' } },
          },
        },
      });
      const settings = make('v1', 'ConfigMap', namespace, 'fixed', {
        immutable: true,
        data: { a: '1' },
      });
      await stage.apply(settings);
      await stage.patch(targetOf(settings), { data: { a: '2' } });
      await stage.patch(targetOf(settings), { immutable: false });
      const secret = make('v1', 'Secret', namespace, 'fixed', { type: 'a' });
      await stage.apply(secret);
      await stage.patch(targetOf(secret), { type: 'b' });
      const binding = make(
        'rbac.authorization.k8s.io/v1',
        'RoleBinding',
        namespace,
        'fixed',
        {
          roleRef: {
            apiGroup: 'rbac.authorization.k8s.io',
            kind: 'Role',
            name: 'a',
          },
        },
      );
      await stage.apply(binding);
      await stage.patch(targetOf(binding), { roleRef: { name: 'b' } });
    },
  },
  {
    name: 'what a kind needs or forbids is said by its field',
    play: async stage => {
      const { namespace } = stage;
      await stage.apply(
        make('apps/v1', 'Deployment', namespace, 'bare', {
          spec: { selector: SELECTOR, template: { metadata: {} } },
        }),
      );
      await stage.apply(make('v1', 'ConfigMap', namespace, 'Bad_Name'));
      await stage.apply(
        make('v1', 'ConfigMap', namespace, 'bad-label', {
          metadata: { labels: { a: 'not valid!' } },
        }),
      );
      await stage.apply(make('v1', 'ConfigMap', 'is-not-there', 'lost'));
      await stage.apply(
        make('v1', 'ConfigMap', namespace, 'typo', { dta: { a: '1' } }),
      );
      await stage.patch(
        { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'nobody' },
        { data: { a: '1' } },
      );
    },
  },
];
