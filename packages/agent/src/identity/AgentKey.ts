import { createHash, randomUUID } from 'node:crypto';
import {
  JWK,
  KeyLike,
  SignJWT,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
} from 'jose';
import { KeyStore, StoredIdentity } from './KeyStore';

/** A request as it is signed. */
export interface SignedRequest {
  method: string;
  /** Path below the hub's URL, with query. */
  path: string;
  /** The bytes as they are sent; none for GET. */
  body: Uint8Array;
}

const AUDIENCE = 'flotilla-hub';
const LIFE_SECONDS = 60;

/** An agent's own key pair. The private half signs and is never shown. */
export class AgentKey {
  private constructor(
    private readonly privateKey: KeyLike | Uint8Array,
    private readonly algorithm: string,
    readonly publicKey: JWK,
    /** `SHA256:` and the RFC 7638 thumbprint: what people compare. */
    readonly fingerprint: string,
  ) {}

  /** Takes the kept key, or makes one and keeps it before it is used. */
  static async from(
    store: KeyStore,
  ): Promise<{ key: AgentKey; stored: StoredIdentity }> {
    const kept = await store.load();
    const stored = kept ?? { privateKey: await AgentKey.make() };
    if (!kept) await store.save(stored);
    return { key: await AgentKey.of(stored.privateKey), stored };
  }

  /** Makes a private key. */
  static async make(): Promise<JWK> {
    const pair = await generateKeyPair('EdDSA', {
      crv: 'Ed25519',
      extractable: true,
    });
    return exportJWK(pair.privateKey);
  }

  static async of(privateKey: JWK): Promise<AgentKey> {
    const algorithm = privateKey.kty === 'OKP' ? 'EdDSA' : 'ES256';
    const { d, ...publicKey } = privateKey;
    const thumbprint = await calculateJwkThumbprint(publicKey);
    return new AgentKey(
      await importJWK(privateKey, algorithm),
      algorithm,
      publicKey,
      `SHA256:${thumbprint}`,
    );
  }

  /**
   * A token for one request, valid for a minute.
   *
   * @param agentId - absent while the hub doesn't know this agent
   * @param now - seconds since 1970, by the hub's clock
   */
  async sign(
    request: SignedRequest,
    agentId: string | undefined,
    now: number,
  ): Promise<string> {
    const digest = createHash('sha256').update(request.body);
    return new SignJWT({
      htm: request.method,
      htu: request.path,
      bsh: digest.digest('base64url'),
    })
      .setProtectedHeader({
        alg: this.algorithm,
        ...(agentId ? { kid: agentId } : {}),
      })
      .setIssuer(agentId ?? this.fingerprint)
      .setAudience(AUDIENCE)
      .setIssuedAt(now)
      .setExpirationTime(now + LIFE_SECONDS)
      .setJti(randomUUID())
      .sign(this.privateKey);
  }
}
