import { createServer, Server } from 'node:net';

/** Ports of 127.0.0.1 that nobody listens on, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  return Promise.all(servers.map(portOf));
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

function portOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    const address = server.address();
    server.close(() =>
      address && typeof address === 'object'
        ? resolve(address.port)
        : reject(new Error('there is no free port')),
    );
  });
}
