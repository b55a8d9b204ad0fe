import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { JsonValue } from '@backstage/types';
import { createClusterChange } from '../proposal/changes';
import { ChangeProposer } from '../proposal/ChangeProposer';
import { outputAll, PROPOSAL_OUTPUT } from '../proposal/output';
import { clusterExamples } from './examples';
import { COMMON_INPUT, dnsLabel, LABELS, OWNER } from './inputs';

/** A cluster's name is part of the names of what belongs to it, which Kubernetes limits to 63 characters. */
const LONGEST_CLUSTER_NAME = 40;

export function createClusterAction(proposer: ChangeProposer) {
  return createTemplateAction({
    id: 'flotilla:cluster:create',
    description: 'Opens a pull request that adds a cluster to a fleet',
    supportsDryRun: true,
    examples: clusterExamples,
    schema: {
      input: {
        ...COMMON_INPUT,
        name: z => dnsLabel(z, 'Name of the cluster').max(LONGEST_CLUSTER_NAME),
        owner: OWNER,
        model: z => z.string({ description: 'Name of the model' }),
        modelVersion: z => z.string({ description: 'Version of the model' }),
        provider: z =>
          z.string({ description: 'Where it runs, by the name of a provider' }),
        managedBy: z =>
          z
            .string({
              description:
                'The management cluster that makes it; none for a cluster that exists already',
            })
            .optional(),
        variant: z =>
          z.string({ description: "One of the model's variants" }).optional(),
        labels: z =>
          LABELS(z, 'Labels that policies and workspaces select by').optional(),
        variables: z =>
          z
            .record(z.custom<JsonValue>(), {
              description: 'Values for the variables that the model declares',
            })
            .optional(),
      },
      output: PROPOSAL_OUTPUT,
    },
    async handler(context) {
      const { fleet, reason, token, ...cluster } = context.input;
      const output = await proposer.propose(context, {
        fleet,
        reason,
        token,
        change: createClusterChange(cluster),
      });
      outputAll(context, output);
    },
  });
}
