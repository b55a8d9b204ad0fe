import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { type FleetView, readView, writeView } from './view';

/** The page's view, kept in the address so that it can be shared. */
export function useFleetView(): [
  FleetView,
  (change: Partial<FleetView>) => void,
] {
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => readView(params), [params]);
  const change = useCallback(
    (changed: Partial<FleetView>) =>
      setParams(now => writeView({ ...readView(now), ...changed }), {
        replace: true,
      }),
    [setParams],
  );
  return [view, change];
}
