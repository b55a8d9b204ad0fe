import { scaledBy } from '../ignore/autoscalers';
import { ignores } from '../ignore/ignoreRules';
import { managerKindOn } from '../managers/ownController';
import { mapAt } from '../path/lookUp';
import { Step } from '../path/step';
import { canonicalJson } from '../scalar/canonicalJson';
import { keepsEmpty } from '../schema/emptiness';
import { injectorOf } from '../server/injected';
import { Surroundings } from '../server/ServerRule';
import { serverWrote } from '../server/serverWritten';
import { FieldDrift, IgnoredBy } from '../types';
import type { Difference, Subject } from './CompareInput';
import { harmlessReason } from './neverDrift';

/** Why a difference isn't drift: a rule of people's, or what clusters do by themselves. */
export function excuseOf(
  difference: Difference,
  drift: FieldDrift,
  steps: readonly Step[],
  subject: Subject,
): IgnoredBy | undefined {
  const { path, manager } = drift;
  const rule = subject.rules.find(one =>
    ignores(one, { path, steps, manager }),
  );
  if (rule) return { reason: rule.reason, rule };
  const { ref, input } = subject;
  const scaled = { ref, fieldPath: drift.fieldPath, live: difference.live };
  const reason =
    (input.autoscalers
      ? scaledBy(scaled, input.autoscalers)
      : unseenScaler(drift)) ??
    (difference.op === 'add'
      ? liveOnlyExcuse(difference, steps, subject)
      : declaredExcuse(difference, steps, subject));
  return reason ? { reason } : undefined;
}

/** In the controller manager only its autoscaler writes through `scale`. */
function unseenScaler({ manager }: FieldDrift): string | undefined {
  return manager?.subresource === 'scale' &&
    manager.name === 'kube-controller-manager'
    ? "set by a HorizontalPodAutoscaler; autoscalers can't be read here, so whether it is in range isn't known"
    : undefined;
}

function liveOnlyExcuse(
  { ownedBy, live, holder }: Difference,
  steps: readonly Step[],
  subject: Subject,
): string | undefined {
  const { ref, input } = subject;
  const name = ownedBy?.manager ?? '';
  if (managerKindOn(subject.live, name, input.controllers) === 'controller') {
    return `owned by ${name}, a controller that belongs to the cluster`;
  }
  const product = injectorOf(ref, steps);
  if (product) return `put into pods by ${product}`;
  const last = steps[steps.length - 1];
  const field = last.kind === 'field' ? last.name : undefined;
  if (holder?.kind === 'struct' && field) {
    if (isSame(holder.defaultOf?.(field), live)) {
      return "the value is the default that the kind's schema names";
    }
    if (isEmpty(live) && !keepsEmpty(holder, field)) {
      return 'an empty value says the same as none';
    }
  }
  return harmlessReason(ref, steps) ?? writtenByServer(live, steps, subject);
}

/** What Git leaves empty, or sets to what an injector fills in: the server's word then stands. */
function declaredExcuse(
  { op, desired, live, holder }: Difference,
  steps: readonly Step[],
  subject: Subject,
): string | undefined {
  const last = steps[steps.length - 1];
  if (op === 'remove') {
    const isDropped =
      last.kind === 'field' &&
      holder?.kind === 'struct' &&
      holder.drops?.(last.name);
    return isDropped
      ? "the cluster's schema of this kind has no such field, so the server drops it"
      : undefined;
  }
  // `Cg==` is a lone line feed.
  const isPlaceholder = desired === '' || desired === 'Cg==';
  if (isPlaceholder || desired === false) {
    const harmless = harmlessReason(subject.ref, steps);
    if (harmless) return harmless;
  }
  // A pointer to nothing says something: `replicas: 0`.
  const isKept =
    last.kind === 'field' &&
    holder?.kind === 'struct' &&
    keepsEmpty(holder, last.name);
  const isUnsaid = desired === '' || desired === 0 || isEmpty(desired);
  return isUnsaid && !isKept
    ? writtenByServer(live, steps, subject)
    : undefined;
}

function writtenByServer(
  value: unknown,
  steps: readonly Step[],
  { ref, live, input, isGo }: Subject,
): string | undefined {
  if (!isGo) return undefined;
  const around: Surroundings = {
    live: mapAt(live, steps.slice(0, -1)),
    declared: mapAt(input.desired, steps.slice(0, -1)),
    pod: podAround(live, steps),
  };
  return serverWrote(ref, steps, value, around);
}

/** The pod's spec is what holds the containers. */
function podAround(live: unknown, steps: readonly Step[]) {
  const at = steps.findIndex(
    step => step.kind === 'field' && /ontainers$/.test(step.name),
  );
  return at < 0 ? {} : mapAt(live, steps.slice(0, at));
}

function isEmpty(value: unknown): boolean {
  return (
    value === null ||
    (typeof value === 'object' && Object.keys(value).length === 0)
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return one !== undefined && canonicalJson(one) === canonicalJson(other);
}
