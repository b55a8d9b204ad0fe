import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { createWorkspaceChange } from '../proposal/changes';
import { ChangeProposer } from '../proposal/ChangeProposer';
import { outputAll, PROPOSAL_OUTPUT } from '../proposal/output';
import { workspaceExamples } from './examples';
import { COMMON_INPUT, dnsLabel, LABELS, OWNER } from './inputs';

export function createWorkspaceAction(proposer: ChangeProposer) {
  return createTemplateAction({
    id: 'flotilla:workspace:create',
    description:
      "Opens a pull request that gives a team its workspace on a fleet's clusters",
    supportsDryRun: true,
    examples: workspaceExamples,
    schema: {
      input: {
        ...COMMON_INPUT,
        name: z => dnsLabel(z, 'Name of the workspace'),
        owner: OWNER,
        clusterNames: z =>
          z.array(z.string(), { description: 'Clusters by name' }).optional(),
        clusterLabels: z =>
          LABELS(
            z,
            'Clusters by labels, those of later clusters too',
          ).optional(),
        namespaces: z =>
          z
            .array(dnsLabel(z, 'Name of a namespace'), {
              description: 'Namespaces; by default one named as the workspace',
            })
            .optional(),
        access: z =>
          z
            .array(z.object({ role: z.string(), group: z.string() }), {
              description: 'Which group gets which role in the namespaces',
            })
            .optional(),
        quota: z =>
          z
            .object({
              cpu: z.string().optional(),
              memory: z.string().optional(),
              pods: z.string().optional(),
            })
            .optional(),
      },
      output: PROPOSAL_OUTPUT,
    },
    async handler(context) {
      const { fleet, reason, token, ...workspace } = context.input;
      const labels = Object.keys(workspace.clusterLabels ?? {}).length;
      if (!workspace.clusterNames?.length === !labels) {
        throw new InputError(
          'Say which clusters: either clusterNames or clusterLabels, not both and not neither',
        );
      }
      const output = await proposer.propose(context, {
        fleet,
        reason,
        token,
        change: createWorkspaceChange(workspace),
      });
      outputAll(context, output);
    },
  });
}
