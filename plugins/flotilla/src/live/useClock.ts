import { useSyncExternalStore } from 'react';

const TICK_MILLISECONDS = 1000;

// One clock for the page: a fleet page shows hundreds of ages.
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(
    () => listeners.forEach(notify => notify()),
    TICK_MILLISECONDS,
  );
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/**
 * Something that is read off the clock, every second.
 *
 * @param read - from epoch milliseconds to a primitive: a component renders again only when that changes
 */
export const useClock = <T extends string | number | boolean>(
  read: (now: number) => T,
): T => useSyncExternalStore(subscribe, () => read(wholeSecond()));

function wholeSecond(): number {
  return Math.floor(Date.now() / TICK_MILLISECONDS) * TICK_MILLISECONDS;
}
