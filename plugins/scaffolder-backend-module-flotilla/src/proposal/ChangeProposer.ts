import { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { ActionContext } from '@backstage/plugin-scaffolder-node';
import { Change, Plan } from '@flotilla/backstage-plugin-flotilla-common';
import {
  FlotillaService,
  pullRequestBody,
} from '@flotilla/backstage-plugin-flotilla-node';
import { OpenedPullRequest } from '@flotilla/repository';
import { authorOf } from './author';
import { FleetHosts } from './FleetHosts';
import { ProposalOutput } from './output';
import { refuseWhatMayNotBeOpened } from './refusal';

/** As much of an action's context as proposing a change takes, whatever the action's input. */
type ProposalContext = Pick<
  ActionContext<{}>,
  'checkpoint' | 'getInitiatorCredentials' | 'isDryRun' | 'secrets' | 'user'
> & { logger: LoggerService };

/** What is asked for, in which fleet and why. */
export interface Proposal {
  fleet: string;
  change: Change;
  reason?: string;
  /** Token of the user's own session at the Git host. */
  token?: string;
}

/**
 * From a change to its pull request: plan, refuse or record, open, name. Every step may run again after a crash:
 * the branch is the same each time, and what was made before is found and updated.
 */
export class ChangeProposer {
  constructor(
    private readonly options: {
      flotilla: FlotillaService;
      hosts: FleetHosts;
      /** Address of the portal, for links from the Git host. */
      portalUrl: string;
    },
  ) {}

  async propose(
    context: ProposalContext,
    proposal: Proposal,
  ): Promise<ProposalOutput> {
    const credentials = await context.getInitiatorCredentials();
    const { fleet, change } = proposal;
    const plan = await this.options.flotilla.plan(fleet, change, {
      credentials,
    });
    refuseWhatMayNotBeOpened(plan);
    logPlan(context.logger, plan);
    const { outcome } = plan.verdict;
    if (context.isDryRun) {
      context.logger.info(`A dry run: ${plan.branch} is not opened`);
      return { outcome };
    }
    // The stored value is all that a later run of this task needs to find what this one made; no secret is in it.
    const request = await context.checkpoint({
      key: `flotilla.request.${fleet}.${plan.branch}`,
      fn: async () => {
        const answer = await this.options.flotilla.createRequest(
          fleet,
          change,
          { credentials },
        );
        return { id: answer.request.id, requester: answer.request.requester };
      },
    });
    const opened = await context.checkpoint({
      key: `flotilla.pull-request.${fleet}.${plan.branch}`,
      fn: async () => ({
        ...(await this.open(context, proposal, plan, request)),
      }),
    });
    await this.options.flotilla.recordPullRequest(request.id, opened, {
      credentials,
    });
    context.logger.info(
      `Pull request #${opened.number} ${
        opened.created ? 'opened' : 'updated'
      }: ${opened.url}`,
    );
    return {
      requestId: request.id,
      requestUrl: requestPath(request.id),
      pullRequestUrl: opened.url,
      number: opened.number,
      outcome,
    };
  }

  private async open(
    context: ProposalContext,
    { reason, token }: Proposal,
    plan: Plan,
    request: { id: string; requester: string },
  ): Promise<OpenedPullRequest> {
    const credentials = await context.getInitiatorCredentials();
    const fleets = await this.options.flotilla.listFleets({ credentials });
    const branch = fleets.find(({ name }) => name === plan.fleet)?.branch;
    if (!branch) {
      throw new NotFoundError(
        `The portal no longer follows fleet ${plan.fleet}`,
      );
    }
    const host = await this.options.hosts.open(
      plan.repositoryUrl,
      token ?? context.secrets?.USER_OAUTH_TOKEN,
    );
    return host.openPullRequest({
      base: { commit: plan.baseCommit, branch },
      branch: plan.branch,
      title: plan.title,
      body: pullRequestBody({
        plan,
        requester: request.requester,
        reason,
        requestUrl: `${this.options.portalUrl}${requestPath(request.id)}`,
      }),
      files: new Map(plan.files.map(({ path, content }) => [path, content])),
      labels: ['flotilla'],
      author: authorOf(context.user),
    });
  }
}

function requestPath(id: string): string {
  return `/flotilla/requests/${encodeURIComponent(id)}`;
}

function logPlan(logger: LoggerService, plan: Plan) {
  const { added, changed, removed } = plan.counts;
  plan.sentences.forEach(sentence => logger.info(sentence));
  logger.info(
    `${plan.files.length} files; objects in clusters: ${added} added, ${changed} changed, ${removed} removed`,
  );
  logger.info(`Policy: ${plan.verdict.summary}`);
}
