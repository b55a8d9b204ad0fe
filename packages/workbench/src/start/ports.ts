import { createServer } from 'node:net';
import { StateDirectory } from './StateDirectory';

/** Where each part of the demo listens, on 127.0.0.1. */
export interface Ports {
  portal: number;
  git: number;
  clusters: number;
  control: number;
}

const PREFERRED: Ports = {
  portal: 7007,
  git: 7010,
  clusters: 7020,
  control: 7030,
};

/** Ports that are free now: those of the last start where possible, others near by where they are taken. */
export async function choosePorts(
  state: StateDirectory,
  say: (text: string) => void,
): Promise<Ports> {
  const before = (await state.recall<Ports>('ports')) ?? PREFERRED;
  const taken = new Set<number>();
  const choose = async (name: keyof Ports) => {
    const port = await freePort(before[name], taken);
    if (port !== before[name]) {
      say(`Port ${before[name]} is taken; using ${port} for the ${name} part.`);
    }
    taken.add(port);
    return port;
  };
  const ports = {
    portal: await choose('portal'),
    git: await choose('git'),
    clusters: await choose('clusters'),
    control: await choose('control'),
  };
  await state.remember('ports', ports);
  return ports;
}

/** The first free port from the wanted one on. */
async function freePort(
  wanted: number,
  taken: ReadonlySet<number>,
): Promise<number> {
  for (let port = wanted; port < wanted + 100; port += 1) {
    if (!taken.has(port) && (await isFree(port))) {
      return port;
    }
  }
  throw new Error(
    `None of the ports ${wanted} to ${
      wanted + 99
    } is free. End what listens there, or start with --reset to choose anew.`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer()
      .once('error', () => resolve(false))
      .once('listening', () => server.close(() => resolve(true)));
    server.listen(port, '127.0.0.1');
  });
}
