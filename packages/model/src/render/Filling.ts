import type { KubeObject } from '@flotilla/drift';
import { isKubeObject } from '../source/manifests';
import { hashesIn, mapTexts, nameIn } from './anyCluster';
import { printYaml } from './yaml';

/** What one cluster has in place of what stands for it in objects of any. */
export class Filling {
  readonly #printed = new Map<string, string>();

  /** @param hashes - of its machine templates, by their numbers */
  constructor(
    readonly cluster: string,
    readonly hashes: readonly string[] = [],
  ) {}

  /** A text of any cluster as that of this one. */
  filled(text: string): string {
    return nameIn(hashesIn(text, this.hashes), this.cluster);
  }

  object(any: KubeObject): KubeObject {
    const object = mapTexts(any, text => this.filled(text));
    return isKubeObject(object) ? object : any;
  }

  /** The same as it is written in YAML. Most of its parts say the same few. */
  printed(scalar: string): string {
    const known = this.#printed.get(scalar);
    if (known !== undefined) return known;
    // Without its line break.
    const written = printYaml(this.filled(scalar)).slice(0, -1);
    this.#printed.set(scalar, written);
    return written;
  }
}

let last = new Filling('');

/** What a cluster has in place of its name. Its parts are printed one after the other. */
export function fillingOf(cluster: string): Filling {
  if (last.cluster !== cluster) last = new Filling(cluster);
  return last;
}
