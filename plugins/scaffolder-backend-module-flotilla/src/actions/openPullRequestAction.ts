import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { editFilesChange } from '../proposal/changes';
import { ChangeProposer } from '../proposal/ChangeProposer';
import { outputAll, PROPOSAL_OUTPUT } from '../proposal/output';
import { pullRequestExamples } from './examples';
import { COMMON_INPUT } from './inputs';

export function openPullRequestAction(proposer: ChangeProposer) {
  return createTemplateAction({
    id: 'flotilla:pull-request:open',
    description:
      'Opens a pull request that changes files of a fleet repository, with all that has to be rendered anew',
    supportsDryRun: true,
    examples: pullRequestExamples,
    schema: {
      input: {
        ...COMMON_INPUT,
        title: z =>
          z
            .string({ description: 'What the change does, in one line' })
            .min(1)
            .max(120),
        files: z =>
          z.record(z.string().nullable(), {
            description:
              'New text by path in the repository; null deletes the file. What is rendered is not given: it follows',
          }),
      },
      output: PROPOSAL_OUTPUT,
    },
    async handler(context) {
      const { fleet, reason, token, title, files } = context.input;
      const output = await proposer.propose(context, {
        fleet,
        reason,
        token,
        change: editFilesChange({ title, files }),
      });
      outputAll(context, output);
    },
  });
}
