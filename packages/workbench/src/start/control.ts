import { createServer, IncomingMessage } from 'node:http';
import { timingSafeEqual } from 'node:crypto';
import { Act } from './acts';

/** Where `npm run demo` finds the running demo; kept in `.flotilla/control.json`. */
export interface ControlAddress {
  url: string;
  token: string;
}

/** Listens for acts from `npm run demo`, on 127.0.0.1 and with a token that only this checkout knows. */
export async function startControl(options: {
  port: number;
  token: string;
  perform(act: Act): Promise<string>;
}): Promise<{ stop(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const answer = (status: number, message: string) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify({ message }));
    if (!isTokenOf(request, options.token)) {
      answer(401, 'Not the token of this demo');
      return;
    }
    try {
      const act = JSON.parse(await bodyOf(request)) as Act;
      answer(200, await options.perform(act));
    } catch (error) {
      answer(400, error instanceof Error ? error.message : String(error));
    }
  });
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve),
  );
  return {
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function isTokenOf(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
