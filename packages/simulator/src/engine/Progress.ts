import { KubeObject } from '../objects/KubeObject';
import { KnownState } from './applyObjects';
import { HealthExpressions } from './healthExpressions';
import { Built } from './KustomizationRun';

/** A health check that is under way. */
export interface Waiting {
  since: number;
  /** Milliseconds. */
  timeout: number;
  objects: KubeObject[];
  /** What the Kustomization itself says of their health. */
  expressions: HealthExpressions;
  revision: string;
  generation: number | undefined;
}

/** How far one Kustomization is, beyond what its status says. */
export class Progress {
  built?: Built;
  waiting?: Waiting;
  /** When the unchanged state was last confirmed in the status. */
  confirmed = 0;
  /** What was at rest, in which version. */
  readonly rested = new Map<string, string | undefined>();
  readonly #known: KnownState = new Map();
  #generation: number | undefined;

  /** What was found in order under this generation of the Kustomization: another may want it otherwise. */
  knownAt(generation: number | undefined): KnownState {
    if (generation !== this.#generation) this.#known.clear();
    this.#generation = generation;
    return this.#known;
  }
}

/** The progress of every Kustomization of a cluster. */
export class ProgressBook {
  readonly #progress = new Map<string, Progress>();

  of({ metadata }: KubeObject): Progress {
    const key = `${metadata.namespace ?? ''}/${metadata.name}`;
    const found = this.#progress.get(key);
    if (found) return found;
    const made = new Progress();
    this.#progress.set(key, made);
    return made;
  }

  forget(namespace: string, name: string): void {
    this.#progress.delete(`${namespace}/${name}`);
  }
}
