import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { readTarget } from './answers';
import { Clusters } from './clusters/Clusters';

/** Value: `{ fleet, names }` or `{ fleet, matchLabels }`. */
export const clustersField = createFormField({
  name: 'FlotillaClusters',
  component: Clusters,
  validation: (value, field) => {
    const target = readTarget(value);
    if (!target) field.addError('Choose the clusters.');
    else if ('names' in target && target.names.length === 0) {
      field.addError('Choose at least one cluster.');
    } else if (
      'matchLabels' in target &&
      Object.keys(target.matchLabels).length === 0
    ) {
      field.addError('Choose at least one label.');
    }
  },
  schema: makeFieldSchema({
    output: z =>
      z.union([
        z.object({ fleet: z.string(), names: z.array(z.string()) }),
        z.object({ fleet: z.string(), matchLabels: z.record(z.string()) }),
      ]),
  }),
});
