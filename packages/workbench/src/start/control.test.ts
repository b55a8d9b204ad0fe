import { AddressInfo, createServer } from 'node:net';
import { startControl } from './control';

async function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

describe('startControl', () => {
  it('performs acts for who has the token, and for nobody else', async () => {
    const port = await freePort();
    const performed: unknown[] = [];
    const control = await startControl({
      port,
      token: 'secret',
      perform: async act => {
        performed.push(act);
        return 'done';
      },
    });
    const ask = (token: string, body: string) =>
      fetch(`http://127.0.0.1:${port}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body,
      });
    const act = { act: 'suspend', cluster: 'prod-eu-1' };

    expect((await ask('other', JSON.stringify(act))).status).toBe(401);
    expect(performed).toEqual([]);
    expect(await (await ask('secret', JSON.stringify(act))).json()).toEqual({
      message: 'done',
    });
    expect(performed).toEqual([act]);
    expect((await ask('secret', 'not JSON')).status).toBe(400);
    await control.stop();
  });
});
