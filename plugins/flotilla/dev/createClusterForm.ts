import type { TemplateParameterSchema } from '@backstage/plugin-scaffolder-react';

const field = (
  name: string,
  schema: Record<string, string | object>,
): TemplateParameterSchema['steps'][number] => ({
  title: name,
  schema: {
    title: name,
    type: 'object',
    properties: { ...schema },
  },
});

/** The form of the template that creates a cluster, in short. */
export const createClusterForm: TemplateParameterSchema = {
  title: 'Create a cluster',
  presentation: {
    buttonLabels: {
      createButtonText: 'Open pull request',
      reviewButtonText: 'Summary',
    },
  },
  steps: [
    field('Model', {
      model: {
        title: 'Model',
        type: 'object',
        'ui:field': 'FlotillaModelPicker',
      },
    }),
    field('Where', {
      name: {
        title: 'Name',
        type: 'string',
        pattern: '^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$',
      },
      owner: { title: 'Owner', type: 'string' },
      placement: {
        title: 'Placement',
        type: 'object',
        'ui:field': 'FlotillaPlacement',
      },
    }),
    field('Options', {
      options: {
        title: 'Options',
        type: 'object',
        'ui:field': 'FlotillaOptions',
      },
    }),
    field('Review', {
      review: {
        title: 'Review',
        type: 'object',
        'ui:field': 'FlotillaReview',
        'ui:options': { change: 'CreateCluster' },
      },
    }),
  ],
};
