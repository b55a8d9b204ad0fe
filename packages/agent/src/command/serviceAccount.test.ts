import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceAccount } from './serviceAccount';

const ENV = {
  KUBERNETES_SERVICE_HOST: '10.0.0.1',
  KUBERNETES_SERVICE_PORT: '443',
};

describe('the account of a Pod', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'service-account-'));
    await writeFile(join(directory, 'token'), 'first\n');
    await writeFile(join(directory, 'ca.crt'), 'trust');
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('is what the kubelet’s files say, for the API server that the environment names', async () => {
    const access = serviceAccount(directory, ENV);
    expect(access?.getCurrentCluster()).toEqual({
      server: 'https://10.0.0.1:443',
    });
    const options: RequestOptions = { headers: { accept: 'a' } };
    await access?.applyToHTTPSOptions(options);
    expect(options.headers).toEqual({
      accept: 'a',
      authorization: 'Bearer first',
    });
    expect(String(options.ca)).toBe('trust');
  });

  it('has the token that is there when it is read anew', async () => {
    await writeFile(join(directory, 'token'), 'second');
    const options: RequestOptions = {};
    await serviceAccount(directory, ENV)?.applyToHTTPSOptions(options);
    expect(options.headers).toEqual({ authorization: 'Bearer second' });
  });

  it('puts an IPv6 address as URLs want it', () => {
    const env = { ...ENV, KUBERNETES_SERVICE_HOST: 'fd00::1' };
    const server = serviceAccount(directory, env)?.getCurrentCluster()?.server;
    expect(server).toBe('https://[fd00::1]:443');
  });

  it('is none outside of a Pod', () => {
    expect(serviceAccount(directory, {})).toBeUndefined();
    expect(serviceAccount(join(directory, 'none'), ENV)).toBeUndefined();
  });
});
