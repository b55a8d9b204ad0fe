import { ObjectRef } from '../object';
import { Step } from '../path/step';

const METADATA = new Set(['labels', 'annotations']);

/** Written by engines and by Kubernetes itself, never by a person's wish. */
const OWN_KEYS = new Set([
  'kustomize.toolkit.fluxcd.io/name',
  'kustomize.toolkit.fluxcd.io/namespace',
  'kustomize.toolkit.fluxcd.io/checksum',
  'helm.toolkit.fluxcd.io/name',
  'helm.toolkit.fluxcd.io/namespace',
  'reconcile.fluxcd.io/requestedAt',
  'reconcile.fluxcd.io/forceAt',
  'argocd.argoproj.io/tracking-id',
  'argocd.argoproj.io/refresh',
  'kubernetes.io/metadata.name',
  'deployment.kubernetes.io/revision',
  'deprecated.daemonset.template.generation',
]);

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Whether a live-only field is never worth a word. */
export function isServerOwned(steps: readonly Step[]): boolean {
  const [first, second, third] = steps.map(nameOf);
  if (first === 'status') return true;
  if (first !== 'metadata') return false;
  if (second === undefined || !METADATA.has(second)) return true;
  return third !== undefined && OWN_KEYS.has(third);
}

/** Why a field isn't drift whoever wrote it; undefined when it may be. */
export function harmlessReason(
  ref: ObjectRef,
  steps: readonly Step[],
): string | undefined {
  const last = nameOf(steps[steps.length - 1]);
  if (last === LAST_APPLIED) {
    return "kubectl's own note of what it last applied";
  }
  if (last === 'caBundle') return 'CA bundles are filled in by the cluster';
  const isSuspension = last === 'suspend' && steps.length === 2;
  return isSuspension && ref.group.endsWith('.toolkit.fluxcd.io')
    ? 'a suspended engine is told as a state of its own'
    : undefined;
}

function nameOf(step: Step): string | undefined {
  return step.kind === 'field' ? step.name : undefined;
}
