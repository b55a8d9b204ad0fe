import { Target } from '../store/Target';

export const GIT_REPOSITORY = {
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
} as const;

export const KUSTOMIZATION = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
} as const;

/** What Flux calls itself on the objects that it applies. */
export const APPLY_MANAGER = 'kustomize-controller';
/** What it calls itself on its own objects. */
export const CONTROLLER_MANAGER = 'gotk-kustomize-controller';
export const SOURCE_MANAGER = 'gotk-source-controller';

export const FINALIZER = 'finalizers.fluxcd.io';
export const OWNER_NAME = 'kustomize.toolkit.fluxcd.io/name';
export const OWNER_NAMESPACE = 'kustomize.toolkit.fluxcd.io/namespace';
export const PRUNE = 'kustomize.toolkit.fluxcd.io/prune';
export const SSA = 'kustomize.toolkit.fluxcd.io/ssa';
export const FORCE = 'kustomize.toolkit.fluxcd.io/force';
export const RECONCILE = 'kustomize.toolkit.fluxcd.io/reconcile';
export const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt';

export function kustomizationTarget(namespace: string, name: string): Target {
  return { ...KUSTOMIZATION, namespace, name };
}

/** Go's duration text (`1m30s`) in milliseconds. */
export function parseDuration(text: string | undefined): number | undefined {
  if (text === undefined || !/^(\d+(\.\d+)?(ms|h|m|s))+$/.test(text))
    return undefined;
  const units: Record<string, number> = {
    h: 3_600_000,
    m: 60_000,
    s: 1000,
    ms: 1,
  };
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * units[unit],
    0,
  );
}

/** Milliseconds as Go prints a duration: `1m0s`, `540ms`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(1, Math.round(milliseconds))}ms`;
  const seconds = milliseconds / 1000;
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = `${Number((seconds % 60).toFixed(3))}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}
