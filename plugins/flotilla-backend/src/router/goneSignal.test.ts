import { once } from 'node:events';
import { createServer, Server, ServerResponse } from 'node:http';
import { goneSignal } from './goneSignal';

describe('goneSignal', () => {
  let server: Server;

  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    server.close();
    await once(server, 'close');
  });

  it('tells of somebody who goes before the answer', async () => {
    const client = new AbortController();
    const { signal, answer } = await asked(client.signal);
    client.abort();
    await expect(answer).rejects.toThrow('aborted');
    if (!signal.aborted) await once(signal, 'abort');
    expect(signal.aborted).toBe(true);
  });

  it('is silent once there is an answer', async () => {
    const { signal, response, answer } = await asked();
    const closed = once(response, 'close');
    response.end('done');
    await expect((await answer).text()).resolves.toBe('done');
    await closed;
    expect(signal.aborted).toBe(false);
  });

  /** A request that has arrived and isn't answered yet. */
  async function asked(client?: AbortSignal) {
    const arrived = new Promise<ServerResponse>(resolve =>
      server.once('request', (_request, response) => resolve(response)),
    );
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const answer = fetch(`http://127.0.0.1:${port}`, {
      signal: client,
      headers: { connection: 'close' },
    });
    const response = await arrived;
    return { response, signal: goneSignal(response), answer };
  }
});
