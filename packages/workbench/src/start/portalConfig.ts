import { DemoSecrets } from './secrets';
import { PORTAL_LOGIN } from './people';
import { Ports } from './ports';

/** Seconds between an agent's signs of life: short, so that silence shows while somebody watches. */
export const HEARTBEAT_SECONDS = 5;

/** What the demo adds to app-config.yaml: addresses, keys, and the local Git host in place of github.com. */
export function portalConfig(demo: {
  ports: Ports;
  secrets: DemoSecrets;
  databaseDirectory: string;
  mirrorDirectory: string;
}): object {
  const { ports, secrets } = demo;
  const baseUrl = `http://localhost:${ports.portal}`;
  const gitHost = `127.0.0.1:${ports.git}`;
  return {
    app: { baseUrl },
    backend: {
      baseUrl,
      listen: { port: ports.portal, host: '127.0.0.1' },
      cors: { origin: baseUrl, credentials: true },
      database: {
        client: 'better-sqlite3',
        connection: { directory: demo.databaseDirectory },
      },
      auth: {
        keys: [{ secret: Buffer.from(secrets.session).toString('base64') }],
        externalAccess: [
          {
            type: 'static',
            options: { token: secrets.portal, subject: 'workbench' },
            accessRestrictions: [{ plugin: 'flotilla' }],
          },
        ],
      },
      reading: { allow: [{ host: gitHost }] },
    },
    auth: {
      providers: { guest: { userEntityRef: 'user:default/guest' } },
    },
    integrations: {
      github: [
        {
          host: gitHost,
          apiBaseUrl: `http://${gitHost}/api/v3`,
          token: secrets.people[PORTAL_LOGIN],
        },
      ],
    },
    events: {
      http: { topics: ['github'] },
      modules: { github: { webhookSecret: secrets.webhook } },
    },
    flotilla: {
      workingDirectory: demo.mirrorDirectory,
      fleets: [
        {
          name: 'acme',
          repository: { url: `http://${gitHost}/acme/fleet`, branch: 'main' },
          schedule: {
            frequency: { seconds: 3 },
            timeout: { seconds: 60 },
          },
        },
      ],
      agents: { heartbeatSeconds: HEARTBEAT_SECONDS, persistenceSeconds: 2 },
    },
  };
}
