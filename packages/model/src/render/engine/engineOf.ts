import type { Fleet } from '../../kinds';
import { ArgoCD } from './argocd/ArgoCD';
import type { Engine } from './Engine';
import { Flux } from './flux/Flux';

const engines = new WeakMap<Fleet, Engine>();

/** The engine that a fleet chose; the same one for the same fleet. */
export function engineOf(fleet: Fleet): Engine {
  const known = engines.get(fleet);
  if (known) return known;
  const engine =
    fleet.spec.engine === 'ArgoCD' ? new ArgoCD(fleet) : new Flux(fleet);
  engines.set(fleet, engine);
  return engine;
}
