import { coreScalar, kubernetesKey, kubernetesScalar } from './scalars';
import type { Scalar } from './scalars';
import type { YamlScalar } from './tree';

/** How one kind of file reads YAML. */
export interface Dialect {
  /** What a scalar means; undefined where its tag says something that it isn't. */
  scalar(node: YamlScalar): Scalar | undefined;
  /** The name that a key gives its field; undefined for what can't be one. */
  key(node: YamlScalar): string | undefined;
  /** Whether `<<` takes over the fields of another map. */
  merges: boolean;
  /** Plain text that it takes for something else within brackets. */
  notInBrackets?: RegExp;
  /** What it is when a whole number loses digits: who vendors a schema can't change its bounds. */
  lossIs: 'error' | 'warning';
}

/** Files that people write for Flotilla: YAML 1.2, core schema. */
export const FLOTILLA: Dialect = {
  scalar: node => tagged(node, coreScalar),
  key: node => (node.plain && node.text === '' ? undefined : node.text),
  merges: false,
  lossIs: 'error',
};

/** Manifests: what `sigs.k8s.io/yaml` makes of them, which is what kubectl, Flux and Argo CD apply. */
export const KUBERNETES: Dialect = {
  scalar: node => tagged(node, kubernetesScalar),
  key: node => {
    if (node.plain && node.tag === undefined) return kubernetesKey(node.text);
    const value = tagged(node, kubernetesScalar);
    return value === null || value === undefined ? undefined : String(value);
  },
  merges: true,
  // YAML 1.1 ends text there, for the signs of a key and a value.
  notInBrackets: /^:|\?/,
  lossIs: 'warning',
};

const CORE = 'tag:yaml.org,2002:';
const TYPES: Record<string, readonly string[]> = {
  [`${CORE}int`]: ['number', 'bigint'],
  [`${CORE}float`]: ['number', 'bigint'],
  [`${CORE}bool`]: ['boolean'],
  [`${CORE}null`]: ['object'],
};

const TEXT = new Set(['!', `${CORE}str`, `${CORE}timestamp`, `${CORE}merge`]);

function tagged(
  { text, plain, tag }: YamlScalar,
  meaning: (text: string) => Scalar,
): Scalar | undefined {
  if (tag === undefined) return plain ? meaning(text) : text;
  if (tag === `${CORE}binary`) return decoded(text);
  if (TEXT.has(tag)) return text;
  const types = TYPES[tag];
  if (!types) return undefined;
  const value = meaning(text);
  return types.includes(typeof value) ? value : undefined;
}

function decoded(text: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    return undefined;
  }
}
