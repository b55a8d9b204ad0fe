import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { flotillaApiRef } from '../api';
import { asObject, readAnswers } from './answers';
import { checkOptions } from './options/checkOptions';
import { formQueryOf, Options } from './options/Options';
import { optionsOf } from './options/optionSchema';

/** Value: what was set by hand, by the name of the variable. */
export const optionsField = createFormField({
  name: 'FlotillaOptions',
  component: Options,
  validation: async (value, field, { apiHolder, formData }) => {
    const query = formQueryOf(readAnswers(formData));
    const api = apiHolder.get(flotillaApiRef);
    if (!query || !api) {
      field.addError('Choose a model and a place first.');
      return;
    }
    const { schema } = await api.form(query);
    const titles = new Map(
      optionsOf(schema).map(({ name, title }) => [name, title]),
    );
    for (const { name, message } of checkOptions(
      schema,
      asObject(value) ?? {},
    )) {
      const title = titles.get(name) ?? name;
      field.addError(title ? `${title}: ${message}` : message);
    }
  },
  schema: makeFieldSchema({ output: z => z.record(z.unknown()) }),
});
