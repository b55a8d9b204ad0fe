import { createInterface } from 'node:readline';
import { KubeConnection, Query, bodyOf } from './KubeConnection';

/** How much of each object is asked for. */
export type Form = 'Whole' | 'Metadata';

const METADATA = 'g=meta.k8s.io;v=v1';
const ACCEPT: Record<Form, { list: string; watch: string }> = {
  Whole: { list: 'application/json', watch: 'application/json' },
  Metadata: {
    list: `application/json;as=PartialObjectMetadataList;${METADATA}`,
    watch: `application/json;as=PartialObjectMetadata;${METADATA}`,
  },
};

/** A watch as it runs. */
export interface WatchCall {
  path: string;
  query: Query;
  form: Form;
  /** Without a byte for so long the connection is given up. */
  idleMilliseconds: number;
  onOpen(): void;
  onLine(line: string): void;
}

/** Reads the Kubernetes API: only GET. */
export class KubeApi {
  constructor(private readonly connection: KubeConnection) {}

  /**
   * @throws KubeError when the API refuses, Error when it can't be reached
   */
  async get(
    path: string,
    query: Query,
    signal: AbortSignal,
    form: Form = 'Whole',
  ): Promise<unknown> {
    const accept = ACCEPT[form].list;
    const call = { method: 'GET', path, query, accept, signal } as const;
    return JSON.parse(await bodyOf(await this.connection.send(call)));
  }

  /**
   * Reads a watch line by line until the server ends it.
   *
   * @throws KubeError when the API refuses, Error when the connection is lost
   */
  async watch(call: WatchCall, signal: AbortSignal): Promise<void> {
    const { path, query, idleMilliseconds } = call;
    const accept = ACCEPT[call.form].watch;
    const response = await this.connection.send({
      method: 'GET',
      path,
      query,
      accept,
      signal,
      idleMilliseconds,
    });
    call.onOpen();
    const lines = createInterface({ input: response });
    lines.on('line', call.onLine);
    await new Promise<void>((resolve, reject) => {
      response.on('error', reject);
      lines.on('error', reject);
      response.on('aborted', () => reject(new Error('connection lost')));
      lines.on('close', resolve);
    });
  }
}
