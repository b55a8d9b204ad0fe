import type { JWK } from 'jose';

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
