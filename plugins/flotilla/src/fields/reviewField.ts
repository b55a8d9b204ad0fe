import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { Review } from './review/Review';

/**
 * Value: `{ acknowledged: true, baseCommit, outcome }`. Both are asked for because the scaffolder
 * fills constants of a template's schema in by itself: `acknowledged` alone proves nothing.
 */
export const reviewField = createFormField({
  name: 'FlotillaReview',
  component: Review,
  validation: (value, field) => {
    if (value?.outcome === 'Denied') {
      field.addError('Policy denies this change; see what it says above.');
    } else if (!value?.acknowledged && value?.baseCommit) {
      field.addError(
        'This change would break the fleet; see the problems above.',
      );
    } else if (!value?.acknowledged || !value.baseCommit) {
      field.addError('What will happen has not been worked out yet.');
    }
  },
  schema: makeFieldSchema({
    output: z =>
      z.object({
        acknowledged: z.boolean(),
        baseCommit: z.string().optional(),
        outcome: z
          .enum(['Allowed', 'NeedsApproval', 'Denied', 'Unknown'])
          .optional(),
      }),
    uiOptions: z =>
      z.object({
        change: z.enum(['CreateCluster', 'CreateWorkspace', 'RemoveCluster']),
      }),
  }),
});
