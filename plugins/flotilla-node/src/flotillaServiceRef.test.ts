import {
  BackstageCredentials,
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import express, { Request } from 'express';
import { flotillaServiceRef } from './flotillaServiceRef';
import { FlotillaService } from './FlotillaService';

interface Received {
  method: string;
  url: string;
  body: unknown;
  credentials: BackstageCredentials;
}

/** Something in the hub's place that keeps what it is asked, and a plugin that asks it. */
async function startHub(answer: object | Error) {
  const received: Received[] = [];
  let service: FlotillaService | undefined;
  const hub = createBackendPlugin({
    pluginId: 'flotilla',
    register(env) {
      env.registerInit({
        deps: {
          http: coreServices.httpRouter,
          httpAuth: coreServices.httpAuth,
        },
        async init({ http, httpAuth }) {
          http.use(express.json());
          http.use(async (request: Request, response, next) => {
            const { method, url, body } = request;
            const credentials = await httpAuth.credentials(request);
            received.push({ method, url, body, credentials });
            if (answer instanceof Error) {
              next(answer);
            } else {
              response.json(answer);
            }
          });
        },
      });
    },
  });
  const caller = createBackendPlugin({
    pluginId: 'caller',
    register(env) {
      env.registerInit({
        deps: { flotilla: flotillaServiceRef },
        async init({ flotilla }) {
          service = flotilla;
        },
      });
    },
  });
  const backend = await startTestBackend({
    features: [hub, caller, mockServices.rootConfig.factory()],
  });
  if (!service) {
    throw new Error('The caller was not given the service');
  }
  return { service, received, stop: () => backend.stop() };
}

const credentials = mockCredentials.user('user:default/linus');

describe('flotillaServiceRef', () => {
  it('calls the hub on behalf of the user', async () => {
    const plan = { fleet: 'acme', branch: 'flotilla/change/x' };
    const hub = await startHub(plan);
    const change = { kind: 'EditFiles' as const, title: 'x', files: [] };

    await expect(
      hub.service.plan('acme', change, { credentials }),
    ).resolves.toEqual(plan);

    expect(hub.received).toEqual([
      {
        method: 'POST',
        url: '/v1/fleets/acme/plans',
        body: { change },
        credentials: expect.objectContaining({
          principal: expect.objectContaining({
            type: 'user',
            userEntityRef: 'user:default/linus',
          }),
        }),
      },
    ]);
    await hub.stop();
  });

  it('keeps names from becoming paths', async () => {
    const hub = await startHub({});

    await hub.service.getInventory('../agent', { credentials });
    await hub.service.recordPullRequest(
      'a/b',
      { number: 1, url: 'u', headSha: 's' },
      { credentials },
    );

    expect(hub.received.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /v1/fleets/..%2Fagent/inventory',
      'PUT /v1/requests/a%2Fb/pull-request',
    ]);
    await hub.stop();
  });

  it('passes on what the hub says is wrong', async () => {
    const hub = await startHub(new NotFoundError('no fleet acme'));

    await expect(
      hub.service.getInventory('acme', { credentials }),
    ).rejects.toMatchObject({
      name: 'NotFoundError',
      message: 'no fleet acme',
    });
    await hub.stop();
    await expect(
      hub.service.getInventory('acme', { credentials }),
    ).rejects.toThrow(/can't be reached/);
  });
});
