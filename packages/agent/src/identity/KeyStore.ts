import type { JWK } from 'jose';
import { isMap, json } from '../json';

/**
 * What an agent keeps across restarts.
 *
 * @public
 */
export interface StoredIdentity {
  /** The private key, Ed25519 or P-256. It never leaves this store. */
  privateKey: JWK;
  /** The name the hub gave; absent until it has answered. */
  agentId?: string;
  /** The key that is to follow, from before the hub hears of it until the hub has taken it. */
  nextKey?: JWK;
}

/**
 * Where an agent keeps its identity. A save must be durable before it
 * resolves: a key is never used before it is kept.
 *
 * @public
 */
export interface KeyStore {
  load(): Promise<StoredIdentity | undefined>;
  save(identity: StoredIdentity): Promise<void>;
}

/**
 * Reads what was kept.
 *
 * @throws Error when it holds no private key: a new one in its place would lock the agent out without a word
 */
export function readIdentity(text: string, place: string): StoredIdentity {
  const { privateKey, agentId, nextKey } = json.map(json.parse(text));
  const key = keyOf(privateKey);
  if (!key) {
    throw new Error(
      `${place} holds no private key; restore it, or delete it to enrol anew`,
    );
  }
  const next = keyOf(nextKey);
  return {
    privateKey: key,
    ...(typeof agentId === 'string' ? { agentId } : {}),
    ...(next ? { nextKey: next } : {}),
  };
}

function keyOf(value: unknown): JWK | undefined {
  return isMap(value) && typeof value.kty === 'string'
    ? { ...value, kty: value.kty }
    : undefined;
}
