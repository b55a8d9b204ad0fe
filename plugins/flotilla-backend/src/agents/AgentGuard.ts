import type { AuditorService } from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError } from '@backstage/errors';
import type { JWK } from 'jose';
import type { Request } from 'express';
import { readBody } from '../router/readBody';
import { AgentNotAllowed, AgentNotRecognised } from './AgentRefused';
import type { Agent, AgentStore } from './AgentStore';
import type { KeyRotation } from './KeyRotation';
import { parsePublicKey } from './publicKey';
import type { SeenTokens } from './SeenTokens';
import {
  AgentClaims,
  checkBodyHash,
  presentedToken,
  PresentedToken,
  verifyToken,
} from './verifyToken';

const REPORT_BYTES = 8 * 1024 * 1024;
/** Anybody may ask to enrol, so nobody may ask at length. */
const ENROLMENT_BYTES = 16 * 1024;

/** A request that an agent has signed: by one that may report, or by a key that asks to. */
export type SignedRequest =
  | { kind: 'Agent'; agent: Agent; body: unknown }
  | { kind: 'Enrolment'; publicKey: JWK; body: unknown };

/**
 * Lets in what agents have signed, and nothing else. Every refusal is audited.
 */
export class AgentGuard {
  constructor(
    private readonly options: {
      agents: AgentStore;
      rotation: KeyRotation;
      seen: SeenTokens;
      auditor: AuditorService;
    },
  ) {}

  /**
   * @param path - below the plugin's base, with the query as sent
   * @throws AgentNotRecognised (401), AgentNotAllowed (403), PayloadTooLarge (413), InputError (400)
   */
  async admit(request: Request, path: string): Promise<SignedRequest> {
    try {
      const presented = presentedToken(request.headers.authorization);
      return presented.keyId === undefined
        ? await this.admitEnrolment(request, path, presented)
        : await this.admitAgent(request, path, presented, presented.keyId);
    } catch (error) {
      if (
        error instanceof AgentNotRecognised ||
        error instanceof NotAllowedError
      ) {
        await this.audit(request, path, error);
      }
      throw error;
    }
  }

  /** Notes in the audit log that an agent was refused. */
  async audit(
    request: Request,
    path: string,
    error: Error,
    agent?: Agent,
  ): Promise<void> {
    // Without the request itself: the auditor would take the agent's token for one of the portal's own.
    const event = await this.options.auditor.createEvent({
      eventId: 'agent-refused',
      severityLevel: 'medium',
      meta: {
        method: request.method,
        path,
        ip: request.ip,
        ...(agent
          ? { agentId: agent.id, fleet: agent.fleet, cluster: agent.cluster }
          : { keyId: claimedKeyId(request) }),
      },
    });
    await event.fail({ error });
  }

  private async admitAgent(
    request: Request,
    path: string,
    { token }: PresentedToken,
    keyId: string,
  ): Promise<SignedRequest> {
    const agent = await this.options.agents.byId(keyId);
    if (!agent) {
      throw new AgentNotRecognised(`No agent ${keyId} has enrolled`);
    }
    const { claims, isNext } = await verifyEither(token, agent, {
      method: request.method,
      path,
    });
    if (claims.iss !== agent.id) {
      throw new AgentNotRecognised("The token's issuer is another agent");
    }
    checkState(agent);
    const { text, hash } = await readBody(
      request,
      request.headers['content-encoding'],
      REPORT_BYTES,
    );
    checkBodyHash(claims, hash);
    await this.options.seen.use(claims);
    const known = isNext ? await this.options.rotation.complete(agent) : agent;
    return { kind: 'Agent', agent: known, body: parseBody(text) };
  }

  private async admitEnrolment(
    request: Request,
    path: string,
    { token }: PresentedToken,
  ): Promise<SignedRequest> {
    if (path !== '/agent/v1/enrol') {
      throw new AgentNotRecognised(
        'The token names no agent: its kid must be the agentId that enrolment gave',
      );
    }
    const { text, hash } = await readBody(
      request,
      request.headers['content-encoding'],
      ENROLMENT_BYTES,
    );
    const body = parseBody(text);
    const publicKey = parsePublicKey(publicKeyIn(body));
    const claims = await verifyToken(token, publicKey, {
      method: request.method,
      path,
    });
    checkBodyHash(claims, hash);
    await this.options.seen.use(claims);
    return { kind: 'Enrolment', publicKey, body };
  }
}

/** By the agent's key, or by the one that is to follow. */
async function verifyEither(
  token: string,
  { publicKey, next }: Agent,
  request: { method: string; path: string },
): Promise<{ claims: AgentClaims; isNext: boolean }> {
  try {
    const claims = await verifyToken(token, publicKey, request);
    return { claims, isNext: false };
  } catch (error) {
    if (!next) throw error;
    const claims = await verifyToken(token, next.publicKey, request).catch(
      () => {
        throw error;
      },
    );
    return { claims, isNext: true };
  }
}

function checkState({ state, cluster, fingerprint }: Agent): void {
  if (state === 'Pending' || state === 'Conflict') {
    throw new AgentNotAllowed(
      `The agent waits for somebody to approve ${fingerprint} for ${cluster}`,
    );
  }
  if (state !== 'Approved') {
    throw new AgentNotAllowed(
      `The agent's key was ${state.toLowerCase()}; it may not report for ${cluster}`,
    );
  }
}

function parseBody(text: string): unknown {
  if (text === '') {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError('The body is not valid JSON');
  }
}

function publicKeyIn(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'publicKey' in body
    ? body.publicKey
    : undefined;
}

function claimedKeyId(request: Request): string {
  try {
    return presentedToken(request.headers.authorization).keyId ?? 'none';
  } catch {
    return 'none';
  }
}
