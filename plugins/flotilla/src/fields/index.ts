import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';

/** The fields of the forms, each loaded when a form uses one. */
export const formFields = [
  FormFieldBlueprint.make({
    name: 'model-picker',
    params: { field: () => import('./modelField').then(m => m.modelField) },
  }),
  FormFieldBlueprint.make({
    name: 'placement',
    params: {
      field: () => import('./placementField').then(m => m.placementField),
    },
  }),
  FormFieldBlueprint.make({
    name: 'options',
    params: { field: () => import('./optionsField').then(m => m.optionsField) },
  }),
  FormFieldBlueprint.make({
    name: 'clusters',
    params: {
      field: () => import('./clustersField').then(m => m.clustersField),
    },
  }),
  FormFieldBlueprint.make({
    name: 'review',
    params: { field: () => import('./reviewField').then(m => m.reviewField) },
  }),
];
