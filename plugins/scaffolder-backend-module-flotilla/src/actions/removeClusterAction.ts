import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { removeClusterChange } from '../proposal/changes';
import { ChangeProposer } from '../proposal/ChangeProposer';
import { outputAll, PROPOSAL_OUTPUT } from '../proposal/output';
import { removalExamples } from './examples';
import { COMMON_INPUT, dnsLabel } from './inputs';

export function removeClusterAction(proposer: ChangeProposer) {
  return createTemplateAction({
    id: 'flotilla:cluster:remove',
    description:
      'Opens a pull request for the next step of taking a cluster out of a fleet',
    supportsDryRun: true,
    examples: removalExamples,
    schema: {
      input: {
        ...COMMON_INPUT,
        name: z => dnsLabel(z, 'Name of the cluster'),
        step: z =>
          z
            .number({
              description:
                '1 decommissions the cluster; the one after the last step takes its file away',
            })
            .int()
            .min(1),
      },
      output: PROPOSAL_OUTPUT,
    },
    async handler(context) {
      const { fleet, reason, token, ...removal } = context.input;
      const output = await proposer.propose(context, {
        fleet,
        reason,
        token,
        change: removeClusterChange(removal),
      });
      outputAll(context, output);
    },
  });
}
