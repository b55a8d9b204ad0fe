import type { EngineReport } from '@flotilla/backstage-plugin-flotilla-common';
import { argoCd } from './argocd/argoCd';
import { Engine } from './Engine';
import { flux } from './flux';

const ENGINES: Record<EngineReport['kind'], Engine> = {
  Flux: flux,
  ArgoCD: argoCd,
};

/** The engine that the fleet uses. */
export function engineOf(kind: EngineReport['kind']): Engine {
  return ENGINES[kind];
}
