import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server that gives prepared answers and remembers what it was asked. */
export interface AnsweringHub {
  url: string;
  asked: { path: string; authorization?: string }[];
  stop(): Promise<void>;
}

/** @param answers - by path with its query; what isn't there is a 404 as Backstage gives it */
export async function startAnsweringHub(
  answers: Record<string, unknown>,
): Promise<AnsweringHub> {
  const asked: AnsweringHub['asked'] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const path = request.url ?? '';
    asked.push({ path, authorization: request.headers.authorization });
    const found = Object.hasOwn(answers, path);
    response.writeHead(found ? 200 : 404, {
      'content-type': 'application/json',
    });
    response.end(
      JSON.stringify(
        found
          ? answers[path]
          : { error: { name: 'NotFoundError', message: `no ${path}` } },
      ),
    );
  });
  await new Promise<void>(resolve =>
    server.listen(0, '127.0.0.1', () => resolve()),
  );
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    stop: () =>
      new Promise<void>((resolve, reject) => {
        server.closeAllConnections();
        server.close(error => (error ? reject(error) : resolve()));
      }),
  };
}
