import type { ControlPlane } from '../controlPlane/ControlPlane';
import { isSchema } from '../schemas/packed';
import { TestObject } from './objects';

/** Where the API serves a kind. */
export interface Served {
  /** `/apis/apps/v1`. */
  base: string;
  plural: string;
  namespaced: boolean;
}

/** Finds where an API server serves objects, by its discovery documents. */
export class ApiPaths {
  readonly #pages = new Map<string, Promise<Map<string, Served>>>();

  constructor(private readonly kubernetes: Pick<ControlPlane, 'request'>) {}

  /** New kinds may have come. */
  forget(): void {
    this.#pages.clear();
  }

  /** @returns undefined where the kind isn't served */
  async served({
    apiVersion,
    kind,
  }: Pick<TestObject, 'apiVersion' | 'kind'>): Promise<Served | undefined> {
    const base = apiVersion.includes('/')
      ? `/apis/${apiVersion}`
      : `/api/${apiVersion}`;
    const page = this.#pages.get(base) ?? this.#read(base);
    this.#pages.set(base, page);
    return (await page).get(kind);
  }

  async #read(base: string): Promise<Map<string, Served>> {
    const { body } = await this.kubernetes.request(base);
    const resources = isSchema(body) ? body.resources : undefined;
    const kinds = new Map<string, Served>();
    for (const one of Array.isArray(resources) ? resources : []) {
      const { kind, name, namespaced } = one;
      if (!String(name).includes('/')) {
        const served = { base, plural: name, namespaced: namespaced === true };
        kinds.set(String(kind), served);
      }
    }
    return kinds;
  }
}

/** The path of an object. */
export function pathOf(object: TestObject, served: Served): string {
  return `${listPath(served, object.metadata.namespace)}/${
    object.metadata.name
  }`;
}

/** The path of a kind, in a namespace or everywhere. */
export function listPath(
  { base, plural, namespaced }: Served,
  namespace?: string,
): string {
  return namespaced && namespace
    ? `${base}/namespaces/${namespace}/${plural}`
    : `${base}/${plural}`;
}
