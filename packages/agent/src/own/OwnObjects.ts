import { KubeObject } from '@flotilla/drift';
import { json } from '../json';
import { KubeCall, KubeConnection, bodyOf } from '../kube/KubeConnection';
import { KubeError } from '../kube/KubeError';
import { isKubeObject } from '../kube/kubeObject';

/** Where one of the agent's own objects is. */
export interface OwnPlace {
  /** Such as `/api/v1`. */
  api: string;
  resource: 'secrets' | 'leases';
  namespace: string;
  name: string;
}

/** Somebody else has written it since it was read. */
export class Overtaken extends Error {}

/**
 * The objects that the agent may write: its key and its Lease, by name, in its own namespace. It makes them by
 * server-side apply, because a right to create can be given for a name only where the request says the name.
 */
export class OwnObjects {
  constructor(
    private readonly connection: KubeConnection,
    /** Field manager of this process alone: two that make the same object at once are in conflict. */
    private readonly manager: string,
  ) {}

  async read(
    place: OwnPlace,
    signal: AbortSignal,
  ): Promise<KubeObject | undefined> {
    try {
      return await this.#ask({ method: 'GET', path: pathOf(place), signal });
    } catch (error) {
      if (error instanceof KubeError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** @throws Overtaken when there is one of another's making */
  async create(
    place: OwnPlace,
    object: KubeObject,
    signal: AbortSignal,
  ): Promise<KubeObject> {
    return this.#ask({
      method: 'PATCH',
      path: pathOf(place),
      query: { fieldManager: this.manager },
      body: {
        type: 'application/apply-patch+yaml',
        text: JSON.stringify(object),
      },
      signal,
    });
  }

  /**
   * @param object - with the resourceVersion that was read
   * @throws Overtaken when it isn't that any more
   */
  async replace(
    place: OwnPlace,
    object: KubeObject,
    signal: AbortSignal,
  ): Promise<KubeObject> {
    return this.#ask({
      method: 'PUT',
      path: pathOf(place),
      query: { fieldManager: 'flotilla-agent' },
      body: { type: 'application/json', text: JSON.stringify(object) },
      signal,
    });
  }

  async #ask(call: KubeCall): Promise<KubeObject> {
    const text = await this.connection
      .send(call)
      .then(bodyOf)
      .catch(error => {
        const isConflict = error instanceof KubeError && error.status === 409;
        throw isConflict ? new Overtaken(error.message) : error;
      });
    const object = json.parse(text);
    if (!isKubeObject(object)) {
      throw new Error(`${call.path} answered with no object`);
    }
    return object;
  }
}

function pathOf({ api, resource, namespace, name }: OwnPlace): string {
  return `${api}/namespaces/${namespace}/${resource}/${name}`;
}
