import { equal, listAt, objectAt, stringAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { StoreEvent } from '../store/ObjectStore';
import { isReady } from './conditions';
import { EngineOptions } from './EngineOptions';
import { GIT_REPOSITORY, KUSTOMIZATION, REQUESTED_AT } from './fluxTypes';
import { KustomizationController } from './KustomizationController';
import { SourceController } from './SourceController';

/** Flux inside one cluster: acts on its GitRepository and Kustomization objects. */
export class Engine {
  readonly sources: SourceController;
  readonly #kustomizations: KustomizationController;

  constructor(readonly options: EngineOptions) {
    this.sources = new SourceController(options.api, options.source);
    this.#kustomizations = new KustomizationController(
      options,
      (namespace, name) => this.#reconcileSoon(namespace, name),
    );
  }

  kustomizations(): KubeObject[] {
    return this.options.api.list(KUSTOMIZATION.apiVersion, KUSTOMIZATION.kind);
  }

  /** Whether the cluster has an engine: its objects are what brings it to life here. */
  get installed(): boolean {
    return (
      this.kustomizations().length > 0 || this.sources.repositories().length > 0
    );
  }

  /** Reacts to what changes in the cluster. */
  onEvent(event: StoreEvent): void {
    const { kind } = event.kind;
    const { namespace = '', name } = event.object.metadata;
    if (kind === GIT_REPOSITORY.kind && event.type !== 'DELETED') {
      if (wantsAttention(event)) this.#reconcileSource(namespace, name);
      if (
        !equal(
          objectAt(event.previous, 'status', 'artifact'),
          objectAt(event.object, 'status', 'artifact'),
        )
      ) {
        this.tick();
      }
    } else if (kind === KUSTOMIZATION.kind) {
      if (event.type === 'DELETED')
        this.#kustomizations.progress.forget(namespace, name);
      else if (wantsAttention(event)) this.#reconcileSoon(namespace, name);
      if (isReady(event.object) && !isReady(event.previous))
        this.#wakeDependants(namespace, name);
      else if (movedOn(event)) this.#wakeDependants(namespace, name);
    }
  }

  /** One interval has passed: every Kustomization looks at its objects again. */
  tick(): void {
    for (const { metadata } of this.kustomizations()) {
      this.#reconcileSoon(metadata.namespace ?? '', metadata.name);
    }
  }

  /** What isn't ready yet is tried again, sooner than all is looked at again. */
  retry(): void {
    for (const kustomization of this.kustomizations()) {
      const { namespace = '', name } = kustomization.metadata;
      if (!isReady(kustomization)) this.#reconcileSoon(namespace, name);
    }
  }

  /** The repository changed, or can or can't be reached any more. */
  onSourceChange(): void {
    for (const { metadata } of this.sources.repositories()) {
      this.#reconcileSource(metadata.namespace ?? '', metadata.name);
    }
  }

  #reconcileSource(namespace: string, name: string): void {
    this.options.agenda.soon(`source/${namespace}/${name}`, () =>
      this.sources.reconcile(namespace, name),
    );
  }

  #reconcileSoon(namespace: string, name: string): void {
    this.options.agenda.soon(`kustomization/${namespace}/${name}`, () =>
      this.#kustomizations.reconcile(namespace, name),
    );
  }

  #wakeDependants(namespace: string, name: string): void {
    for (const other of this.kustomizations()) {
      const depends = listAt(other, 'spec', 'dependsOn').some(
        each =>
          stringAt(each, 'name') === name &&
          (stringAt(each, 'namespace') ?? other.metadata.namespace) ===
            namespace,
      );
      if (depends)
        this.#reconcileSoon(
          other.metadata.namespace ?? '',
          other.metadata.name,
        );
    }
  }
}

/** A new object, a changed spec, a deletion or a request by annotation. */
function wantsAttention({ object, previous }: StoreEvent): boolean {
  return (
    !previous ||
    previous.metadata.generation !== object.metadata.generation ||
    previous.metadata.deletionTimestamp !== object.metadata.deletionTimestamp ||
    previous.metadata.annotations?.[REQUESTED_AT] !==
      object.metadata.annotations?.[REQUESTED_AT]
  );
}

function movedOn({ object, previous }: StoreEvent): boolean {
  return (
    stringAt(object, 'status', 'lastAppliedRevision') !==
    stringAt(previous, 'status', 'lastAppliedRevision')
  );
}
