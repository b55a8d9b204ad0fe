import type { KubeObject } from '@flotilla/drift';
import { isKubeObject } from '../source/manifests';
import { isStandIn, mapTexts, NAME, STAND_INS } from './anyCluster';
import { printYaml } from './yaml';

/** What one cluster has in place of stand-ins. */
export class Filling {
  readonly #printed = new Map<string, string>();

  /** @param values - by key. None is empty, of several lines, or written otherwise within quotes or a block. */
  constructor(private readonly values: ReadonlyMap<string, string>) {}

  get cluster(): string {
    return this.value(NAME);
  }

  value(key: string): string {
    const value = this.values.get(key);
    if (value === undefined) throw new Error(`nothing is known of ${key}`);
    return value;
  }

  /** The same with one more. */
  with(key: string, value: string): Filling {
    return new Filling(new Map(this.values).set(key, value));
  }

  /** A text of any cluster as that of this one. */
  filled(text: string): string {
    return isStandIn(text)
      ? text.replace(STAND_INS, (_, key: string) => this.value(key))
      : text;
  }

  object(any: KubeObject): KubeObject {
    const object = mapTexts(any, text => this.filled(text));
    return isKubeObject(object) ? object : any;
  }

  /** The same as it is written in YAML. Most parts of a cluster say the same few. */
  printed(scalar: string): string {
    const known = this.#printed.get(scalar);
    if (known !== undefined) return known;
    // Without its line break.
    const written = printYaml(this.filled(scalar)).slice(0, -1);
    this.#printed.set(scalar, written);
    return written;
  }
}
