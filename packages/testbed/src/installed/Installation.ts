import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlPlane } from '../controlPlane/ControlPlane';
import { until } from '../until';
import { isSchema } from '../schemas/packed';
import { ApiPaths, listPath, pathOf } from './ApiPaths';
import { defineKinds } from './defineKinds';
import { eachOf } from './eachOf';
import { FLUX, asFluxSends } from './flux';
import { TestObject, identity, isTestObject } from './objects';
import type { Product } from './products';

/**
 * An object of a product with what became of it.
 *
 * @public
 */
export interface Installed {
  product: string;
  /** With its namespace. */
  desired: TestObject;
  /** As the server has it, with `managedFields`. */
  live?: TestObject;
  /** Why it isn't there: its kind isn't served, or the server refused it. */
  refused?: string;
}

/** What would stand in the way of others while nothing answers there. */
const INTERCEPTORS = new Set([
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'APIService',
  'ResourceQuota',
]);
const FIRST = ['Namespace', 'CustomResourceDefinition', 'PriorityClass'];
/** Milliseconds; lists of definitions are long. */
const PAUSE = 1500;
/** Milliseconds that controllers may take on a machine that is busy. */
const PATIENCE = 5 * 60_000;

/**
 * Installs products on a real API server as Flux would, and reads what became of them.
 *
 * @public
 */
export class Installation {
  readonly #paths: ApiPaths;

  constructor(private readonly kubernetes: ControlPlane) {
    this.#paths = new ApiPaths(kubernetes);
  }

  /** Kinds first: one product may use those of another. */
  async define(products: readonly Product[]): Promise<void> {
    const definitions = new Map<string, TestObject>();
    for (const { objects } of products) {
      for (const object of objects) {
        if (object.kind === 'CustomResourceDefinition') {
          definitions.set(object.metadata.name, object);
        }
      }
    }
    const sent = [...definitions.values()].map(one =>
      asFluxSends(one, 'definitions'),
    );
    await defineKinds(this.kubernetes, sent, FLUX);
    this.#paths.forget();
  }

  /** Applies products that have no object in common, waits for the controllers, and reads everything back. */
  async install(products: readonly Product[]): Promise<Installed[]> {
    const all: Installed[] = [];
    for (const product of products) {
      await this.#namespace(product.namespace);
      for (const object of product.objects) {
        const desired = await this.#placed(object, product.namespace);
        all.push({ product: product.name, desired });
      }
    }
    const rank = ({ desired: { kind } }: Installed) =>
      INTERCEPTORS.has(kind) ? 9 : (FIRST.indexOf(kind) + 9) % 9;
    for (let stage = 0; stage <= 9; stage++) {
      const now = all.filter(one => rank(one) === stage);
      await eachOf(now, async one => {
        one.refused = await this.#apply(one.desired, one.product);
      });
    }
    await this.#settle(all);
    await this.readBack(all);
    return all;
  }

  /** Products in as few rounds as can be, so that no two of a round have an object in common. */
  async rounds(products: readonly Product[]): Promise<Product[][]> {
    const all: { taken: Set<string>; products: Product[] }[] = [];
    for (const product of products) {
      const placed = await Promise.all(
        product.objects
          .filter(one => one.kind !== 'Namespace')
          .map(one => this.#placed(one, product.namespace)),
      );
      const own = placed.map(identity);
      const free = all.find(one => own.every(key => !one.taken.has(key)));
      const round = free ?? { taken: new Set(), products: [] };
      if (!free) all.push(round);
      own.forEach(key => round.taken.add(key));
      round.products.push(product);
    }
    return all.map(one => one.products);
  }

  async #placed(object: TestObject, namespace: string): Promise<TestObject> {
    const served = await this.#paths.served(object);
    const { namespace: own, ...metadata } = object.metadata;
    // Some name a namespace on objects of the whole cluster; the server drops it.
    return served?.namespaced
      ? { ...object, metadata: { ...metadata, namespace: own ?? namespace } }
      : { ...object, metadata };
  }

  async #namespace(name: string): Promise<void> {
    await this.kubernetes.apply(
      `/api/v1/namespaces/${name}`,
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
      'installation',
    );
  }

  /** @returns why not */
  async #apply(object: TestObject, owner: string): Promise<string | undefined> {
    const served = await this.#paths.served(object);
    if (!served) return `${object.apiVersion} ${object.kind} is not served`;
    const { namespace } = object.metadata;
    if (namespace) await this.#ensure(namespace);
    const path = pathOf(object, served);
    const apply = async () => {
      await this.kubernetes.apply(path, asFluxSends(object, owner), FLUX);
    };
    try {
      await apply().catch(async error => {
        if (!String(error).includes('field is immutable')) throw error;
        // Another product's object of that name, from an earlier round.
        await this.#remove(path);
        await apply();
      });
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  async #remove(path: string): Promise<void> {
    await this.kubernetes.request(path, { method: 'DELETE' });
    await until(async () => {
      return (await this.kubernetes.request(path)).status === 404;
    }, `${path} to be gone`);
  }

  readonly #namespaces = new Map<string, Promise<void>>();

  #ensure(name: string): Promise<void> {
    const known = this.#namespaces.get(name) ?? this.#namespace(name);
    this.#namespaces.set(name, known);
    return known;
  }

  /** Until every workload has been seen by its controller, and a moment more for those who write later. */
  async #settle(all: readonly Installed[]): Promise<void> {
    const kinds = ['Deployment', 'StatefulSet', 'DaemonSet'];
    await until(
      async () => {
        await sleep(PAUSE);
        for (const kind of kinds) {
          const live = await this.#list('apps/v1', kind);
          if (!live.every(isObserved)) return false;
        }
        return true;
      },
      'the controllers to have seen all workloads',
      PATIENCE,
    );
    if (all.length > 0) await sleep(2 * PAUSE);
  }

  /** Reads the live objects anew. */
  async readBack(all: readonly Installed[]): Promise<void> {
    const kinds = new Map(
      all
        .filter(one => !one.refused)
        .map(({ desired: { apiVersion, kind } }) => [
          `${apiVersion} ${kind}`,
          { apiVersion, kind },
        ]),
    );
    const live = new Map<string, TestObject>();
    for (const { apiVersion, kind } of kinds.values()) {
      for (const object of await this.#list(apiVersion, kind)) {
        live.set(identity(object), object);
      }
    }
    for (const one of all) one.live = live.get(identity(one.desired));
  }

  async #list(apiVersion: string, kind: string): Promise<TestObject[]> {
    const served = await this.#paths.served({ apiVersion, kind });
    if (!served) return [];
    const { body } = await this.kubernetes.request(listPath(served));
    const items = isSchema(body) && Array.isArray(body.items) ? body.items : [];
    return items
      .map((item): unknown => ({ apiVersion, kind, ...item }))
      .filter(isTestObject);
  }

  /** Takes away what answers for others and isn't really there. */
  async removeInterceptors(all: readonly Installed[]): Promise<void> {
    await eachOf(
      all.filter(one => INTERCEPTORS.has(one.desired.kind) && one.live),
      async ({ desired }) => {
        const path = await this.path(desired);
        await this.kubernetes.request(path, { method: 'DELETE' });
      },
    );
  }

  /** @throws Error where the kind isn't served */
  async path(object: TestObject): Promise<string> {
    const served = await this.#paths.served(object);
    if (!served) throw new Error(`${object.kind} is not served`);
    return pathOf(object, served);
  }
}

function isObserved({ status, metadata }: TestObject): boolean {
  return isSchema(status) && status.observedGeneration === metadata.generation;
}
