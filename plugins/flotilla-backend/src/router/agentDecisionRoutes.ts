import type {
  AuditorService,
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type { Request, Router } from 'express';
import type { ApprovalService } from '../agents/ApprovalService';
import type { KeyRotation } from '../agents/KeyRotation';
import type { EnrolmentTokens } from '../agents/EnrolmentTokens';
import type { ClusterDetails } from '../clusters/ClusterDetails';
import type { ClusterAccess } from '../permissions/ClusterAccess';

export interface AgentDecisionRoutesOptions {
  httpAuth: HttpAuthService;
  access: ClusterAccess;
  approval: ApprovalService;
  rotation: KeyRotation;
  tokens: EnrolmentTokens;
  details: ClusterDetails;
  auditor: AuditorService;
}

type Person = BackstageCredentials<BackstageUserPrincipal>;
type Caller = BackstageCredentials<
  BackstageUserPrincipal | BackstageServicePrincipal
>;

type CallerOf<C> = (httpAuth: HttpAuthService, request: Request) => Promise<C>;

function person(httpAuth: HttpAuthService, request: Request): Promise<Person> {
  return httpAuth.credentials(request, { allow: ['user'] });
}

function personOrService(
  httpAuth: HttpAuthService,
  request: Request,
): Promise<Caller> {
  return httpAuth.credentials(request, { allow: ['user', 'service'] });
}

/** For the record only: who made a token. */
function nameOf({ principal }: Caller): string {
  return principal.type === 'user'
    ? principal.userEntityRef
    : principal.subject;
}

/** What people decide on agents; one-time tokens are also made by what sets clusters up. Each decision is audited, whether it is taken or refused. */
export function agentDecisionRoutes(
  router: Router,
  options: AgentDecisionRoutesOptions,
): void {
  const { access, approval, rotation, tokens, details } = options;
  const cluster = '/v1/clusters/:fleet/:cluster';

  router.post(`${cluster}/agent/approve`, async (request, response) => {
    const status = await audited(
      options,
      request,
      'agent-approve',
      person,
      async by => {
        const row = await access.decideOnAgents(by, ...placeOf(request));
        await approval.approve(decisionOf(request, by));
        return (await details.of(row)).agent;
      },
    );
    response.json(status);
  });

  router.post(`${cluster}/agent/revoke`, async (request, response) => {
    const status = await audited(
      options,
      request,
      'agent-revoke',
      person,
      async by => {
        const row = await access.decideOnAgents(by, ...placeOf(request));
        await approval.revoke(decisionOf(request, by));
        return (await details.of(row)).agent;
      },
    );
    response.json(status);
  });

  router.post(`${cluster}/agent/rotate`, async (request, response) => {
    const status = await audited(
      options,
      request,
      'agent-rotate',
      person,
      async by => {
        const row = await access.decideOnAgents(by, ...placeOf(request));
        await rotation.ask(decisionOf(request, by));
        return (await details.of(row)).agent;
      },
    );
    response.json(status);
  });

  router.post(`${cluster}/enrolment-tokens`, async (request, response) => {
    const token = await audited(
      options,
      request,
      'enrolment-token-create',
      personOrService,
      async by => {
        const row = await access.decideOnAgents(by, ...placeOf(request));
        return tokens.create(
          { fleet: row.fleet, cluster: row.name },
          nameOf(by),
        );
      },
    );
    response.status(201).json(token);
  });
}

async function audited<T, C>(
  { httpAuth, auditor }: AgentDecisionRoutesOptions,
  request: Request,
  eventId: string,
  callerOf: CallerOf<C>,
  act: (caller: C) => Promise<T>,
): Promise<T> {
  const caller = await callerOf(httpAuth, request);
  const [fleet, cluster] = placeOf(request);
  const event = await auditor.createEvent({
    eventId,
    severityLevel: 'high',
    request,
    meta: { fleet, cluster, fingerprint: request.body?.fingerprint },
  });
  try {
    const result = await act(caller);
    await event.success();
    return result;
  } catch (error) {
    await event.fail({
      error: error instanceof Error ? error : new Error(String(error)),
    });
    throw error;
  }
}

function placeOf(request: Request): [fleet: string, cluster: string] {
  const { fleet, cluster } = request.params;
  return [fleet, cluster];
}

function decisionOf(request: Request, { principal }: Person) {
  const [fleet, cluster] = placeOf(request);
  const fingerprint: string = request.body.fingerprint;
  return { fleet, cluster, fingerprint, by: principal.userEntityRef };
}
