import type { Verdict } from '@flotilla/backstage-plugin-flotilla-common';
import type { z as Zod } from 'zod/v3';

type ZodNamespace = typeof Zod;

/** What every action that proposes a change gives back. A dry run gives the outcome only: it opens nothing. */
export const PROPOSAL_OUTPUT = {
  requestId: (z: ZodNamespace) =>
    z
      .string({ description: 'The request, as the portal tracks it' })
      .optional(),
  requestUrl: (z: ZodNamespace) =>
    z
      .string({ description: "Path of the request's page in the portal" })
      .optional(),
  pullRequestUrl: (z: ZodNamespace) =>
    z
      .string({ description: 'Page of the pull request on the Git host' })
      .optional(),
  number: (z: ZodNamespace) =>
    z.number({ description: 'Number of the pull request' }).optional(),
  outcome: (z: ZodNamespace) =>
    z.enum(['Allowed', 'NeedsApproval', 'Denied', 'Unknown'], {
      description:
        'What policy says of the change: NeedsApproval waits for those whom the pull request names',
    }),
};

/** See {@link PROPOSAL_OUTPUT}. */
export interface ProposalOutput {
  requestId?: string;
  requestUrl?: string;
  pullRequestUrl?: string;
  number?: number;
  outcome: Verdict['outcome'];
}

/** Gives each value that there is to the task. */
export function outputAll(
  context: {
    output(
      name: keyof ProposalOutput,
      value: ProposalOutput[keyof ProposalOutput],
    ): void;
  },
  { requestId, requestUrl, pullRequestUrl, number, outcome }: ProposalOutput,
): void {
  context.output('outcome', outcome);
  if (requestId !== undefined) {
    context.output('requestId', requestId);
    context.output('requestUrl', requestUrl);
    context.output('pullRequestUrl', pullRequestUrl);
    context.output('number', number);
  }
}
