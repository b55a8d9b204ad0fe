import { ObjectRef } from '../object';
import { Step } from '../path/step';
import { DriftValue } from '../types';
import { isSecretName, isSecretText, namesOf } from './secretLike';

/**
 * Gives equal texts of one cluster an equal mark that doesn't tell the text:
 * an HMAC under a key that stays in the cluster.
 *
 * @public
 */
export type Hmac = (text: string) => string;

/**
 * A value as findings carry it. Called for reporting alone: what decides the
 * verdict, and what would be applied, never passes through here.
 */
export function reportedValue(
  value: unknown,
  ref: ObjectRef,
  steps: readonly Step[],
  hmac: Hmac | undefined,
): DriftValue {
  if (isSecretData(ref, steps)) return hidden(value, hmac);
  const underSecretName = namesOf(steps).some(isSecretName);
  return conceal(value, underSecretName, hmac);
}

function isSecretData(ref: ObjectRef, steps: readonly Step[]): boolean {
  const [first] = steps;
  return (
    ref.group === '' &&
    ref.kind === 'Secret' &&
    first?.kind === 'field' &&
    (first.name === 'data' || first.name === 'stringData')
  );
}

function conceal(
  value: unknown,
  underSecretName: boolean,
  hmac: Hmac | undefined,
): DriftValue {
  if (typeof value === 'string') {
    return underSecretName || isSecretText(value)
      ? hidden(value, hmac)
      : { value };
  }
  return { value: concealWithin(value, underSecretName) };
}

function hidden(value: unknown, hmac: Hmac | undefined): DriftValue {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return {
    hidden: true,
    length: text.length,
    ...(hmac ? { hmac: hmac(text) } : {}),
  };
}

/** Within lists and maps the texts that look like secrets give way to a note. */
function concealWithin(value: unknown, underSecretName: boolean): unknown {
  if (typeof value === 'string') {
    return underSecretName || isSecretText(value)
      ? `(hidden, ${value.length} characters)`
      : value;
  }
  if (Array.isArray(value)) {
    return value.map(item => concealWithin(item, underSecretName));
  }
  if (typeof value !== 'object' || value === null) return value;
  const ownName = (value as { name?: unknown }).name;
  const namedSecret = typeof ownName === 'string' && isSecretName(ownName);
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [
      name,
      concealWithin(
        child,
        isSecretName(name) || (namedSecret && name === 'value'),
      ),
    ]),
  );
}
