import { createHash, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ExtendedHttpServer } from '@backstage/backend-defaults/rootHttpRouter';
import type {
  Desired,
  Enrolment,
  EnrolmentAnswer,
  Report,
  ReportAnswer,
  Session,
} from '@flotilla/backstage-plugin-flotilla-common';
import { exportJWK, generateKeyPair, JWK, JWTPayload, SignJWT } from 'jose';
import request, { Response } from 'supertest';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/** What a test may get wrong on purpose. */
export interface Mistakes {
  claims?: JWTPayload;
  keyId?: string;
  key?: KeyPair['privateKey'];
  /** The token of an earlier request. */
  token?: string;
  gzip?: boolean;
}

/** An agent as the hub sees one: it has a key, and signs what it sends. */
export class TestAgent {
  private id: string | undefined;
  private sequence = 0;
  private epoch = 0;
  lastToken = '';

  private constructor(
    private readonly server: ExtendedHttpServer,
    readonly cluster: string,
    readonly clusterUid: string,
    private readonly keys: KeyPair,
    private readonly jwk: JWK,
  ) {}

  static async create(
    server: ExtendedHttpServer,
    cluster = 'prod-1',
    clusterUid = `uid-of-${cluster}`,
  ): Promise<TestAgent> {
    const keys = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(keys.publicKey);
    return new TestAgent(server, cluster, clusterUid, keys, jwk);
  }

  /** The same agent, after the hub was started anew. */
  at(server: ExtendedHttpServer): TestAgent {
    const same = new TestAgent(
      server,
      this.cluster,
      this.clusterUid,
      this.keys,
      this.jwk,
    );
    return Object.assign(same, {
      id: this.id,
      epoch: this.epoch,
      sequence: this.sequence,
    });
  }

  async enrol(
    more: Partial<Enrolment> = {},
    mistakes: Mistakes = {},
  ): Promise<Response> {
    const body: Enrolment = {
      fleet: 'tiny',
      cluster: this.cluster,
      clusterUid: this.clusterUid,
      publicKey: this.jwk,
      agentVersion: '0.1.0',
      ...more,
    };
    const response = await this.send('POST', '/agent/v1/enrol', body, {
      ...mistakes,
      keyId: undefined,
    });
    if (response.status === 200) {
      const answer: EnrolmentAnswer = response.body;
      this.id = answer.agentId;
    }
    return response;
  }

  /** The same agent with a key that is to follow, not announced yet. */
  async withNewKey(): Promise<TestAgent> {
    const { server, cluster, clusterUid } = this;
    const other = await TestAgent.create(server, cluster, clusterUid);
    const { id, epoch } = this;
    // What it says later counts as said later.
    return Object.assign(other, { id, epoch, sequence: this.sequence + 100 });
  }

  /** Says which key is to follow. */
  async announce(next: TestAgent): Promise<Response> {
    return this.send('POST', '/agent/v1/keys', { publicKey: next.jwk });
  }

  async openSession(): Promise<Session> {
    const response = await this.send('POST', '/agent/v1/sessions', {
      agentVersion: '0.1.0',
    });
    if (response.status !== 201) {
      throw new Error(`${response.status} ${JSON.stringify(response.body)}`);
    }
    const session: Session = response.body;
    this.epoch = session.epoch;
    this.sequence = 0;
    return session;
  }

  async desired(etag?: string): Promise<Response> {
    return this.send('GET', '/agent/v1/desired', undefined, {}, etag);
  }

  async part(digest: string): Promise<Response> {
    return this.send('GET', `/agent/v1/parts/${digest}`);
  }

  /** A full report that everything is as desired. */
  async inSync(more: Partial<Report> = {}): Promise<ReportAnswer> {
    const wanted: Desired = (await this.desired()).body;
    return this.report({
      desiredRevision: wanted.revision,
      engine: {
        kind: 'Flux',
        sourceReady: 'True',
        suspended: false,
        ready: 'True',
        appliedRevision: wanted.revision,
        stages: [],
      },
      counts: counts(2),
      parts: wanted.parts.map(({ cluster, name, digest }) => ({
        cluster,
        name,
        digest,
        applied: true,
        state: 'Applied',
        health: 'Current',
        objects: 1,
        drifted: 0,
      })),
      ...more,
    });
  }

  async report(more: Partial<Report> = {}): Promise<ReportAnswer> {
    const response = await this.sendReport(more);
    if (response.status !== 200) {
      throw new Error(`${response.status} ${JSON.stringify(response.body)}`);
    }
    return response.body;
  }

  async sendReport(
    more: Partial<Report> = {},
    mistakes: Mistakes = {},
  ): Promise<Response> {
    this.sequence = more.sequence ?? this.sequence + 1;
    const body: Report = {
      epoch: this.epoch,
      sequence: this.sequence,
      type: 'Full',
      digest: 'a',
      observedAt: new Date().toISOString(),
      agentVersion: '0.1.0',
      kubernetesVersion: 'v1.35.4',
      ...more,
    };
    return this.send('POST', '/agent/v1/reports', body, mistakes);
  }

  async send(
    method: 'GET' | 'POST',
    path: string,
    content?: unknown,
    mistakes: Mistakes = {},
    etag?: string,
  ): Promise<Response> {
    const json = content === undefined ? '' : JSON.stringify(content);
    const bytes = mistakes.gzip ? gzipSync(json) : Buffer.from(json);
    const token =
      mistakes.token ?? (await this.sign(method, path, bytes, mistakes));
    this.lastToken = token;
    const url = `/api/flotilla${path}`;
    const call =
      method === 'GET'
        ? request(this.server).get(url)
        : request(this.server).post(url);
    call.set('authorization', `Bearer ${token}`);
    if (etag) call.set('if-none-match', etag);
    if (method === 'GET') return call;
    call.set('content-type', 'application/json');
    if (mistakes.gzip) call.set('content-encoding', 'gzip');
    return call.serialize(body => body).send(bytes);
  }

  private async sign(
    method: string,
    path: string,
    bytes: Buffer,
    mistakes: Mistakes,
  ): Promise<string> {
    const isEnrolment = path === '/agent/v1/enrol';
    const keyId = mistakes.keyId ?? this.id;
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({
      iss: keyId ?? 'new',
      aud: 'flotilla-hub',
      iat: now,
      exp: now + 60,
      jti: randomUUID(),
      htm: method,
      htu: path,
      bsh: createHash('sha256').update(bytes).digest('base64url'),
      ...mistakes.claims,
    })
      .setProtectedHeader({
        alg: 'ES256',
        ...(isEnrolment ? {} : { kid: keyId }),
      })
      .sign(mistakes.key ?? this.keys.privateKey);
  }
}

/** Counts of a cluster where all is well. */
export function counts(desired: number) {
  return {
    desired,
    current: desired,
    inProgress: 0,
    failed: 0,
    notFound: 0,
    unknown: 0,
    drifted: 0,
    ignored: 0,
  };
}
