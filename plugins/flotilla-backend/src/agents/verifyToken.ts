import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  importJWK,
  JWK,
  jwtVerify,
} from 'jose';
import { z } from 'zod';
import { AgentNotRecognised } from './AgentRefused';

const AUDIENCE = 'flotilla-hub';
const ALGORITHMS = ['ES256', 'EdDSA'];
/** Clocks of clusters are off by so much. */
export const SKEW_SECONDS = 60;
const LIFE_SECONDS = 60;

/** Printable, without spaces: it is looked up and kept in the database. */
const name = z.string().regex(/^[!-~]{1,200}$/);

const claims = z.object({
  iss: name,
  iat: z.number(),
  exp: z.number(),
  jti: name.min(8),
  htm: z.string(),
  htu: z.string(),
  bsh: z.string(),
});

/** What an agent has signed: who, when, once, and for which request. */
export type AgentClaims = z.infer<typeof claims>;

/** The token of a request, before it is trusted. */
export interface PresentedToken {
  token: string;
  /** Who it says it is from; absent while the agent has no id yet. */
  keyId?: string;
}

/** @throws AgentNotRecognised when there is no token */
export function presentedToken(
  authorization: string | undefined,
): PresentedToken {
  const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
  if (!token) {
    throw new AgentNotRecognised(
      'No token: agents send Authorization: Bearer with a token that they signed',
    );
  }
  const keyId = name.optional().safeParse(headerOf(token).kid);
  if (!keyId.success) {
    throw new AgentNotRecognised("The token's kid is not the id of an agent");
  }
  return { token, keyId: keyId.data };
}

function headerOf(token: string) {
  try {
    return decodeProtectedHeader(token);
  } catch {
    throw new AgentNotRecognised('The token is not a signed JWT');
  }
}

/**
 * Checks signature, times, and that the token is for this very request. Replay is checked by who calls this.
 *
 * @throws AgentNotRecognised with what is wrong
 */
export async function verifyToken(
  token: string,
  publicKey: JWK,
  request: { method: string; path: string },
): Promise<AgentClaims> {
  const verified = claims.safeParse(await signedClaims(token, publicKey));
  if (!verified.success) {
    throw new AgentNotRecognised(
      `The token lacks a valid ${verified.error.issues[0].path.join('.')}`,
    );
  }
  const { iat, exp, htm, htu } = verified.data;
  if (exp - iat > LIFE_SECONDS) {
    throw new AgentNotRecognised(
      `The token is valid for more than ${LIFE_SECONDS} s`,
    );
  }
  if (iat > Date.now() / 1000 + SKEW_SECONDS) {
    throw new AgentNotRecognised(
      `The token is from the future: ${clockAdvice(token)}`,
    );
  }
  // Whatever a proxy puts before the plugin's base: the path below it must be the one that was signed.
  if (htm !== request.method || !htu.endsWith(request.path)) {
    throw new AgentNotRecognised(
      `The token is for ${htm} ${htu}, not for ${request.method} ${request.path}`,
    );
  }
  return verified.data;
}

/** @throws AgentNotRecognised when the body isn't the one that was signed */
export function checkBodyHash({ bsh }: AgentClaims, bodyHash: string): void {
  if (bsh !== bodyHash) {
    throw new AgentNotRecognised('The body is not the one that was signed');
  }
}

async function signedClaims(token: string, publicKey: JWK): Promise<unknown> {
  try {
    const key = await importJWK(
      publicKey,
      publicKey.kty === 'EC' ? 'ES256' : 'EdDSA',
    );
    const { payload } = await jwtVerify(token, key, {
      algorithms: ALGORITHMS,
      audience: AUDIENCE,
      clockTolerance: SKEW_SECONDS,
      requiredClaims: ['iss', 'iat', 'exp', 'jti'],
    });
    return payload;
  } catch (error) {
    throw new AgentNotRecognised(whyNot(error, token));
  }
}

function whyNot(error: unknown, token: string): string {
  if (error instanceof errors.JWTExpired) {
    return `The token has expired: ${clockAdvice(token)}`;
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return 'The token is not signed with the key that this agent enrolled with';
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return `The token's ${error.claim} is not right`;
  }
  return 'The token is not a signed JWT of an algorithm that agents use (ES256, EdDSA)';
}

function clockAdvice(token: string): string {
  const { iat } = decodeJwt(token);
  const off = Math.round(Math.abs(Date.now() / 1000 - (iat ?? 0)));
  return `it was made ${off} s from the hub's time; check the cluster's clock`;
}
