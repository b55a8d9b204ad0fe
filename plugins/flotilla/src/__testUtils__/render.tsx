import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act } from '@testing-library/react';
import { type FlotillaApi, flotillaApiRef } from '../api';
import { fleetRouteRef } from '../routes';
import { aHub } from './hub';

/** The signals that a test sends itself. */
export class TestSignals {
  private readonly listeners = new Set<(message: never) => void>();

  subscribe = (_channel: string, onMessage: (message: never) => void) => {
    this.listeners.add(onMessage);
    return { unsubscribe: () => this.listeners.delete(onMessage) };
  };

  send(message: object): void {
    act(() => this.listeners.forEach(listener => listener(message as never)));
  }
}

/** Renders a part of a page against a hub, and gives the signals to send. */
export function renderWithHub(
  element: JSX.Element,
  changes: Partial<FlotillaApi> = {},
  at: { path?: string; mountPath?: string } = {},
) {
  const signals = new TestSignals();
  const hub = aHub(changes);
  renderInTestApp(element, {
    apis: [
      [flotillaApiRef, hub],
      [signalApiRef, signals],
      [catalogApiRef, catalogApiMock()],
      mockApis.permission(),
    ],
    mountedRoutes: {
      '/flotilla': fleetRouteRef,
      '/catalog/:namespace/:kind/:name': entityRouteRef,
    },
    initialRouteEntries: [at.path ?? '/'],
    mountPath: at.mountPath,
  });
  return { signals, hub };
}
