import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { Request, Router } from 'express';
import type {
  Enrolment,
  Report,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { AgentGuard } from '../agents/AgentGuard';
import type { Agent } from '../agents/AgentStore';
import type { EnrolmentService } from '../agents/EnrolmentService';
import type { KeyRotation } from '../agents/KeyRotation';
import { parsePublicKey } from '../agents/publicKey';
import type { DesiredStates } from '../fleets';
import type { ReportService } from '../reports/ReportService';
import { agentOf, enrollingKeyOf } from './signedRequests';

export interface AgentRoutesOptions {
  guard: AgentGuard;
  enrolment: EnrolmentService;
  rotation: KeyRotation;
  desired: DesiredStates;
  reports: ReportService;
}

/** What agents ask; each request is signed. */
export function agentRoutes(
  router: Router,
  { guard, enrolment, rotation, desired, reports }: AgentRoutesOptions,
): void {
  const audited = async <T>(
    request: Request,
    agent: Agent | undefined,
    act: Promise<T>,
  ): Promise<T> => {
    try {
      return await act;
    } catch (error) {
      if (error instanceof NotAllowedError) {
        await guard.audit(request, request.url, error, agent);
      }
      throw error;
    }
  };

  router.post('/agent/v1/enrol', async (request, response) => {
    const asked: Enrolment = request.body;
    response.json(
      await audited(
        request,
        undefined,
        enrolment.enrol(asked, enrollingKeyOf(request)),
      ),
    );
  });

  router.post('/agent/v1/sessions', async (request, response) => {
    const session = await enrolment.openSession(agentOf(request), request.body);
    response.status(201).json(session);
  });

  router.post('/agent/v1/keys', async (request, response) => {
    const agent = agentOf(request);
    const publicKey = parsePublicKey(request.body.publicKey);
    response.json({ fingerprint: await rotation.announce(agent, publicKey) });
  });

  router.get('/agent/v1/desired', (request, response) => {
    const { fleet, cluster } = agentOf(request);
    const wanted = desired.find(fleet, cluster);
    if (!wanted) {
      throw new NotFoundError(
        `Git has no cluster "${cluster}" in fleet "${fleet}"`,
      );
    }
    response.setHeader('ETag', wanted.etag);
    if (request.headers['if-none-match'] === wanted.etag) {
      response.status(304).end();
    } else {
      response.json(wanted);
    }
  });

  router.get('/agent/v1/parts/:digest', (request, response) => {
    const { fleet, cluster } = agentOf(request);
    const { digest } = request.params;
    const text = desired.part(fleet, cluster, digest);
    if (text === undefined) {
      throw new NotFoundError(
        `${cluster} has no part with the digest ${digest} now; ask for what is desired again`,
      );
    }
    response.type('application/yaml').send(text);
  });

  router.post('/agent/v1/reports', async (request, response) => {
    const agent = agentOf(request);
    const report: Report = request.body;
    response.json(await audited(request, agent, reports.take(agent, report)));
  });
}
