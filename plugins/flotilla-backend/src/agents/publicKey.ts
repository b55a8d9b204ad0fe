import { calculateJwkThumbprint, JWK } from 'jose';
import { z } from 'zod';
import { InputError } from '@backstage/errors';

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

// Only what makes the key: nothing else of what was sent is kept, a private half least of all.
const publicKey = z.discriminatedUnion('kty', [
  z.object({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: coordinate,
    y: coordinate,
  }),
  z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: coordinate }),
]);

/** @throws InputError when it isn't a public key of a kind that agents use */
export function parsePublicKey(sent: unknown): JWK {
  const parsed = publicKey.safeParse(sent);
  if (!parsed.success) {
    throw new InputError(
      'publicKey must be a JWK: EC with curve P-256, or OKP with curve Ed25519',
    );
  }
  return parsed.data;
}

/** `SHA256:` and the RFC 7638 thumbprint: what people compare. */
export async function fingerprintOf(key: JWK): Promise<string> {
  return `SHA256:${await calculateJwkThumbprint(key, 'sha256')}`;
}
