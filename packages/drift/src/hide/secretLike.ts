import { Step } from '../path/step';

const SECRET_NAME =
  /pass(word|wd|phrase)|secret|token|credential|api[-_.]?key|access[-_.]?key|private[-_.]?key|connection[-_.]?string|\bdsn\b|htpasswd|kubeconfig/i;

/** Names that point at a secret and are none themselves. */
const REFERENCE =
  /(name|names|ref|refs|namespace|path|file|dir|mount|selector|policy|type|ttl|expiration|expirationSeconds|audience|audiences|url|uri|enabled)$/i;

const SECRET_VALUE =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|\beyJ[\w-]{8,}\.eyJ[\w-]{8,}|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bxox[abpr]-[\w-]{10,}|:\/\/[^\s/:@]+:[^\s/@]+@/;

/** kubectl's copy of a whole object, a Secret's data included. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** A secret under its name within a longer text: a flag, a line of a settings file. What is put in later (`$(TOKEN)`) is none. */
const SECRET_WITHIN =
  /(pass(word|wd|phrase)|secret|token|credentials?|api[-_.]?key|access[-_.]?key|private[-_.]?key|connection[-_.]?string)["']?\s*[:=]\s*["']?[^\s"'${}]/i;

/** Whether a name speaks of a secret, such as an environment variable's. */
export function isSecretName(name: string): boolean {
  return (
    name === LAST_APPLIED || (SECRET_NAME.test(name) && !REFERENCE.test(name))
  );
}

export function isSecretText(text: string): boolean {
  return SECRET_VALUE.test(text) || SECRET_WITHIN.test(text);
}

/**
 * The name under which a value stands: its field, or for the `value` of a
 * keyed item the item's own name (`env[name="DB_PASSWORD"].value`).
 */
export function namesOf(steps: readonly Step[]): string[] {
  const names: string[] = [];
  for (const step of steps.slice(-2)) {
    if (step.kind === 'field') names.push(step.name);
    if (step.kind === 'keys' && typeof step.keys.name === 'string') {
      names.push(step.keys.name);
    }
  }
  return names;
}
