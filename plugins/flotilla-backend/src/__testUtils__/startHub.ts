import {
  BackendFeature,
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { EventsService, eventsServiceRef } from '@backstage/plugin-events-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  notificationService,
  NotificationSendOptions,
} from '@backstage/plugin-notifications-node';
import {
  SignalPayload,
  signalsServiceRef,
} from '@backstage/plugin-signals-node';
import type { Knex } from 'knex';
import flotillaPlugin from '..';
import type { TestFleet } from './TestFleet';

/** A refusal, a decision or another thing that was audited. */
export interface Audited {
  eventId: string;
  outcome: 'succeeded' | 'failed';
  error?: string;
  meta?: object;
}

/** A hub that runs, with what it told people. */
export interface TestHub {
  server: TestBackend['server'];
  signals: SignalPayload[];
  notifications: NotificationSendOptions[];
  audited: Audited[];
  events: EventsService;
  /** Runs a scheduled task now. */
  run(task: 'ageing' | 'requests' | 'retention' | 'fetch-1'): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a whole hub on a real database and a real git repository, and waits until it has read that. */
export async function startHub(options: {
  fleet: TestFleet;
  knex: Knex;
  agents?: object;
  features?: BackendFeature[];
}): Promise<TestHub> {
  const { fleet, knex, agents = {}, features = [] } = options;
  const told = { signals: [], notifications: [], audited: [] };
  const scheduler = mockServices.scheduler();
  const events = mockServices.events();
  const backend = await startTestBackend({
    features: [
      flotillaPlugin,
      ...listeners(told),
      catalogServiceMock.factory(),
      createServiceFactory({
        service: coreServices.database,
        deps: {},
        factory: () => mockServices.database({ knex }),
      }),
      createServiceFactory({
        service: eventsServiceRef,
        deps: {},
        factory: () => events,
      }),
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
      mockServices.rootConfig.factory({ data: configuration(fleet, agents) }),
      ...features,
    ],
  });
  const run: TestHub['run'] = task => scheduler.triggerTask(`flotilla-${task}`);
  await run('fetch-1');
  return {
    server: backend.server,
    ...told,
    events,
    run,
    stop: () => backend.stop(),
  };
}

function configuration(fleet: TestFleet, agents: object) {
  return {
    app: { baseUrl: 'https://portal.example' },
    flotilla: {
      fleets: [{ repository: { url: fleet.url } }],
      workingDirectory: fleet.workingDirectory,
      agents,
    },
  };
}

function listeners(told: {
  signals: SignalPayload[];
  notifications: NotificationSendOptions[];
  audited: Audited[];
}): BackendFeature[] {
  return [
    createServiceFactory({
      service: signalsServiceRef,
      deps: {},
      factory: () => ({
        async publish(signal) {
          told.signals.push(signal);
        },
      }),
    }),
    createServiceFactory({
      service: notificationService,
      deps: {},
      factory: () => ({
        async send(notification) {
          told.notifications.push(notification);
        },
      }),
    }),
    createServiceFactory({
      service: coreServices.auditor,
      deps: {},
      factory: () => ({
        async createEvent({ eventId, meta }) {
          return {
            async success() {
              told.audited.push({ eventId, outcome: 'succeeded', meta });
            },
            async fail({ error }) {
              told.audited.push({
                eventId,
                outcome: 'failed',
                error: error.message,
                meta,
              });
            },
          };
        },
      }),
    }),
  ];
}
