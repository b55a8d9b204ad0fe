import { AuthenticationError, InputError } from '@backstage/errors';
import express, { Request, RequestHandler } from 'express';
import type { Agent } from '../agents/AgentStore';
import type { AgentGuard, SignedRequest } from '../agents/AgentGuard';

export const AGENT_PATH = '/agent/v1';

const signedRequests = new WeakMap<Request, SignedRequest>();

/** Requests of agents are read by the guard, which hashes what was sent; all others are plain JSON. */
export function readRequests(guard: AgentGuard): RequestHandler {
  const readJson = express.json({ limit: '5mb' });
  return (request, response, next) => {
    // Not every database takes it, and nothing here has a name with it.
    if (/%00|\0/.test(request.url)) {
      next(new InputError('The address holds a NUL character'));
      return;
    }
    if (!request.path.startsWith(`${AGENT_PATH}/`)) {
      readJson(request, response, next);
      return;
    }
    guard.admit(request, request.url).then(signed => {
      signedRequests.set(request, signed);
      request.body = signed.body;
      next();
    }, next);
  };
}

/** @throws AuthenticationError when the request isn't that of an agent that may report */
export function agentOf(request: Request): Agent {
  const signed = signedRequests.get(request);
  if (signed?.kind !== 'Agent') {
    throw new AuthenticationError('Only an enrolled agent may ask for this');
  }
  return signed.agent;
}

/** @throws AuthenticationError when the request isn't signed with the key that it brings */
export function enrollingKeyOf(request: Request) {
  const signed = signedRequests.get(request);
  if (signed?.kind !== 'Enrolment') {
    throw new AuthenticationError(
      'Enrolment is signed with the key in its body, and names no kid',
    );
  }
  return signed.publicKey;
}
