import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { readModel } from './answers';
import { ModelPicker } from './model/ModelPicker';

/** Value: `{ fleet, name, version }`. */
export const modelField = createFormField({
  name: 'FlotillaModelPicker',
  component: ModelPicker,
  validation: (value, field) => {
    if (!readModel(value)) field.addError('Choose a model and a version.');
  },
  schema: makeFieldSchema({
    output: z =>
      z.object({ fleet: z.string(), name: z.string(), version: z.string() }),
  }),
});
