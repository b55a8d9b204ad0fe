import type { KubeObject } from '@flotilla/drift';
import { isRecord } from '../source/pointer';
import { startsWithName } from './anyObject';
import { HASH, HASHES, isStandIn } from './anyCluster';
import { AnyClusterText } from './AnyClusterText';
import type { Filling } from './Filling';
import { canonical, hashOf } from './hash';
import { printSharing } from './yaml';

/** An object of any cluster as it is printed, but for what {@link Filling} has: the name, and hashes of templates. */
export class NamedAny {
  /** The names in it that may be those of a template on some clusters only. */
  readonly otherNames: readonly string[];
  /** What the hash of a template stands for, as one text. */
  #spec?: string;
  /** The hash, where it is the same on all clusters. */
  #hash?: string;
  #isPrinted = false;
  #text?: AnyClusterText;

  constructor(private readonly object: KubeObject) {
    this.otherNames = [...new Set(namesIn(object))].filter(
      name => !name.includes(HASH) && !startsWithName(name),
    );
  }

  /** The numbers of the templates whose hashes its own one covers. */
  get covers(): number[] {
    return [...this.spec.matchAll(HASHES)].map(([, number]) => Number(number));
  }

  /** The hash of the spec. */
  hash(filling: Filling): string {
    if (this.#hash !== undefined) return this.#hash;
    const hash = hashOf(filling.filled(this.spec));
    if (!isStandIn(this.spec)) this.#hash = hash;
    return hash;
  }

  private get spec(): string {
    this.#spec ??= canonical(this.object.spec);
    return this.#spec;
  }

  /** What it is called on a cluster. */
  called(filling: Filling): KubeObject {
    const { apiVersion, kind, metadata } = this.object;
    const { name, namespace } = metadata;
    return {
      apiVersion,
      kind,
      metadata: {
        name: filling.filled(name),
        ...(namespace !== undefined && {
          namespace: filling.filled(namespace),
        }),
      },
    };
  }

  filled(filling: Filling): KubeObject {
    return filling.object(this.object);
  }

  /** As it is printed on a cluster. Only what comes again is worth a text for all. */
  text(filling: Filling): string {
    if (!this.#isPrinted) {
      this.#isPrinted = true;
      return printSharing(this.filled(filling));
    }
    this.#text ??= AnyClusterText.of([this.object], '');
    return this.#text.for(filling);
  }
}

function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (!isRecord(value)) return [];
  const own = typeof value.name === 'string' ? [value.name] : [];
  return [...own, ...Object.values(value).flatMap(namesIn)];
}
