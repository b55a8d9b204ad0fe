import { mkdtemp, rm } from 'node:fs/promises';
import { AddressInfo, createServer, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choosePorts } from './ports';
import { StateDirectory } from './StateDirectory';

function listen(): Promise<Server> {
  return new Promise(resolve => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

describe('choosePorts', () => {
  let directory: string;
  let state: StateDirectory;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'flotilla-ports-'));
    state = new StateDirectory(directory);
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('takes the ports of the last start again', async () => {
    const first = await choosePorts(state, () => undefined);
    expect(await choosePorts(state, () => undefined)).toEqual(first);
    expect(new Set(Object.values(first)).size).toBe(4);
  });

  it('goes around a port that somebody else has, and says so', async () => {
    const other = await listen();
    const { port } = other.address() as AddressInfo;
    await state.remember('ports', {
      portal: port,
      git: port,
      clusters: port,
      control: port,
    });
    const said: string[] = [];
    const ports = await choosePorts(state, text => said.push(text));
    other.close();

    expect(Object.values(ports)).not.toContain(port);
    expect(said[0]).toContain(`Port ${port} is taken`);
  });
});
