import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { flotillaApiRef } from '../api';
import { readAnswers, readPlacement } from './answers';
import { type Lack, lacksOf, placesFor } from './placement/places';
import { Placement } from './placement/Placement';

const SENTENCES: Record<Lack, string> = {
  provider: 'Choose a provider that the model supports.',
  region: 'Choose a region.',
  managedBy: 'Choose the cluster that manages it.',
  environment: 'Choose an environment.',
};

/** Value: `{ provider, managedBy?, variant?, labels: { env, region? } }`. */
export const placementField = createFormField({
  name: 'FlotillaPlacement',
  component: Placement,
  validation: async (value, field, { apiHolder, formData }) => {
    const { model } = readAnswers(formData);
    const api = apiHolder.get(flotillaApiRef);
    if (!model || !api) {
      field.addError('Choose a model first.');
      return;
    }
    const places = placesFor(await api.inventory(model.fleet), model);
    for (const lack of lacksOf(places, readPlacement(value))) {
      field.addError(SENTENCES[lack]);
    }
  },
  schema: makeFieldSchema({
    output: z =>
      z.object({
        provider: z.string(),
        managedBy: z.string().optional(),
        variant: z.string().optional(),
        labels: z.record(z.string()),
      }),
  }),
});
