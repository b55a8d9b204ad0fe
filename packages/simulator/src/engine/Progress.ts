import { KubeObject } from '../objects/KubeObject';
import { KnownState } from './applyObjects';
import { Built } from './KustomizationRun';

/** A health check that is under way. */
export interface Waiting {
  since: number;
  deadline: number;
  objects: KubeObject[];
  revision: string;
  generation: number | undefined;
}

/** How far one Kustomization is, beyond what its status says. */
export interface Progress {
  known: KnownState;
  built?: Built;
  waiting?: Waiting;
  /** When the unchanged state was last confirmed in the status. */
  confirmed: number;
}

/** The progress of every Kustomization of a cluster. */
export class ProgressBook {
  readonly #progress = new Map<string, Progress>();

  of({ metadata }: KubeObject): Progress {
    const key = `${metadata.namespace ?? ''}/${metadata.name}`;
    const found = this.#progress.get(key);
    if (found) return found;
    const made: Progress = { known: new Map(), confirmed: 0 };
    this.#progress.set(key, made);
    return made;
  }

  forget(namespace: string, name: string): void {
    this.#progress.delete(`${namespace}/${name}`);
  }
}
