import { useApiHolder } from '@backstage/frontend-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { SIGNAL_CHANNEL } from '@flotilla/backstage-plugin-flotilla-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { HubError } from '../api';
import { concerns, type Concern } from './concerns';

/** Refetched this often even when no signal comes: signals may be off, or their connection lost. */
const POLL_MILLISECONDS = 10_000;
/** Signals come in bursts (a report touches cluster, drift and request): one fetch for all. */
const BURST_MILLISECONDS = 250;

/** A value that follows the hub. */
export interface Live<T> {
  /** What was last loaded; stays when a later load fails. */
  value?: T;
  /** Why the last load failed; gone with the next one that works. */
  error?: HubError;
  /** When `value` was loaded, in epoch milliseconds. */
  loadedAt?: number;
  /** `value` is of an earlier question while the answer to the new one is on its way. */
  isPrevious: boolean;
  refresh(): void;
}

interface Loaded<T> {
  key: string;
  value?: T;
  error?: HubError;
  loadedAt?: number;
}

/**
 * Loads, keeps the last value, and loads again on the hub's signals and by a slow poll.
 *
 * @param key - names the question: another key asks anew at once
 * @param load - answers it
 * @param concern - which signals matter
 */
export function useLive<T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
  concern: Concern,
): Live<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ key });
  const latest = useRef({ load, concern });
  latest.current = { load, concern };
  const again = useRef<() => void>(() => {});
  const signals = useApiHolder().get(signalApiRef);

  useEffect(() => {
    const abort = new AbortController();
    let busy = false;
    let asked = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const settle = (answer: Omit<Loaded<T>, 'key'>) =>
      setLoaded(before => ({
        ...(answer.error && before.key === key ? before : {}),
        ...answer,
        key,
        error: answer.error,
      }));

    const schedule = (milliseconds: number) => {
      clearTimeout(timer);
      timer = setTimeout(run, milliseconds);
    };

    async function run() {
      if (busy) {
        asked = true;
        return;
      }
      busy = true;
      asked = false;
      try {
        const value = await latest.current.load(abort.signal);
        if (!abort.signal.aborted) settle({ value, loadedAt: Date.now() });
      } catch (error) {
        if (!abort.signal.aborted) settle({ error: asHubError(error) });
      }
      busy = false;
      if (!abort.signal.aborted) {
        schedule(asked ? BURST_MILLISECONDS : POLL_MILLISECONDS);
      }
    }

    again.current = () => schedule(0);
    const subscription = signals?.subscribe(SIGNAL_CHANNEL, message => {
      if (concerns(latest.current.concern, message)) {
        if (busy) asked = true;
        else schedule(BURST_MILLISECONDS);
      }
    });
    run();
    return () => {
      abort.abort();
      clearTimeout(timer);
      subscription?.unsubscribe();
    };
  }, [key, signals]);

  return {
    value: loaded.value,
    error: loaded.key === key ? loaded.error : undefined,
    loadedAt: loaded.loadedAt,
    isPrevious: loaded.key !== key,
    refresh: useCallback(() => again.current(), []),
  };
}

function asHubError(error: unknown): HubError {
  return error instanceof HubError ? error : HubError.unreachable(error);
}
