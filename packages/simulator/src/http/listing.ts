import { JsonObject } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { apiVersionOf } from '../schema/KindRegistry';
import { Kind } from '../schema/kinds';
import { ObjectStore } from '../store/ObjectStore';
import { badRequest, expired, StatusError } from '../store/StatusError';
import { ForgottenList, keyOf, readToken, writeToken } from './continuation';
import { Form, itemText, partialMetadata } from './representation';
import { fieldSelector, labelSelector, Selects } from './selectors';
import { table } from './table';

export interface ListRequest {
  kind: Kind;
  namespace: string | undefined;
  query: URLSearchParams;
  form: Form;
}

/** What a paged list goes on with: the state as it was at the first page. */
interface Snapshot {
  objects: KubeObject[];
  resourceVersion: number;
}

const SNAPSHOTS_KEPT = 32;

/** Lists of one cluster, with paging over an unchanging state. */
export class Listing {
  readonly #snapshots = new Map<string, Snapshot>();
  #counter = 0;

  constructor(readonly store: ObjectStore, readonly now: () => Date) {}

  /** The response body. */
  list(request: ListRequest): string {
    const { query } = request;
    const token = query.get('continue');
    const limit = readNumber(query, 'limit') ?? 0;
    if (token) {
      return this.#page(request, ...this.#resume(request, token), limit);
    }
    checkVersion(query, this.store.resourceVersion);
    return this.#page(request, ...this.#now(request, ''), limit);
  }

  /** Forgets all snapshots: lists that are under way get 410. */
  compact(): void {
    this.#snapshots.clear();
  }

  /** The state as it is, from the first object after the one that a key names. */
  #now(
    { kind, namespace, query }: ListRequest,
    after: string,
  ): [Snapshot, string, number] {
    const objects = this.store
      .list(kind, namespace)
      .filter(selection(kind, query))
      .filter(object => after === '' || keyOf(object) > after);
    const { resourceVersion } = this.store;
    this.#counter += 1;
    return [{ objects, resourceVersion }, `${this.#counter}`, 0];
  }

  #resume(request: ListRequest, token: string): [Snapshot, string, number] {
    const { snapshot: id, start, after } = readToken(token);
    // Who was told that the state is forgotten may go on with another.
    if (id === '') return this.#now(request, after);
    const snapshot = this.#snapshots.get(id);
    if (snapshot) return [snapshot, id, start];
    throw new ForgottenList(writeToken({ snapshot: '', start: 0, after }));
  }

  #page(
    request: ListRequest,
    snapshot: Snapshot,
    id: string,
    start: number,
    limit: number,
  ): string {
    const end = limit > 0 ? start + limit : snapshot.objects.length;
    const objects = snapshot.objects.slice(start, end);
    const remaining = snapshot.objects.length - end;
    const metadata: JsonObject = {
      resourceVersion: String(snapshot.resourceVersion),
    };
    if (remaining > 0) {
      this.#keep(id, snapshot);
      const after = keyOf(snapshot.objects[end - 1]);
      metadata.continue = writeToken({ snapshot: id, start: end, after });
      // A server that selects doesn't know what it hasn't looked at yet.
      if (!selects(request.query)) metadata.remainingItemCount = remaining;
    }
    return this.#write(request, objects, metadata);
  }

  #keep(id: string, snapshot: Snapshot): void {
    this.#snapshots.set(id, snapshot);
    const [oldest] = this.#snapshots.keys();
    if (this.#snapshots.size > SNAPSHOTS_KEPT && oldest !== undefined)
      this.#snapshots.delete(oldest);
  }

  #write(
    { kind, form }: ListRequest,
    objects: KubeObject[],
    metadata: JsonObject,
  ): string {
    if (form === 'table')
      return JSON.stringify(table(kind, objects, metadata, this.now()));
    if (form === 'metadata') {
      return JSON.stringify({
        kind: 'PartialObjectMetadataList',
        apiVersion: 'meta.k8s.io/v1',
        metadata,
        items: objects.map(partialMetadata),
      });
    }
    const items = objects.map(object => itemText(object, kind)).join(',');
    const head = JSON.stringify({
      kind: `${kind.kind}List`,
      apiVersion: apiVersionOf(kind),
      metadata,
    });
    return `${head.slice(0, -1)},"items":[${items}]}`;
  }
}

/** What `labelSelector` and `fieldSelector` of a query let through. */
export function selection(kind: Kind, query: URLSearchParams): Selects {
  const labels = query.get('labelSelector');
  const fields = query.get('fieldSelector');
  const byLabel = labels ? labelSelector(labels) : undefined;
  const byField = fields ? fieldSelector(fields, kind.kind) : undefined;
  return object => (byLabel?.(object) ?? true) && (byField?.(object) ?? true);
}

function selects(query: URLSearchParams): boolean {
  return Boolean(query.get('labelSelector') || query.get('fieldSelector'));
}

/** A parameter that must be a whole number. */
export function readNumber(
  query: URLSearchParams,
  name: string,
): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^\d+$/.test(text))
    throw badRequest(`invalid value "${text}" for ${name}: not a number`);
  return Number(text);
}

function checkVersion(query: URLSearchParams, current: number): void {
  const wanted = readNumber(query, 'resourceVersion');
  const match = query.get('resourceVersionMatch');
  if (match && wanted === undefined) {
    throw badRequest(
      'resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
    );
  }
  if (wanted === undefined || wanted === 0) return;
  if (wanted > current) {
    throw new StatusError(
      504,
      'Timeout',
      `Too large resource version: ${wanted}, current: ${current}`,
      {
        causes: [
          {
            reason: 'ResourceVersionTooLarge',
            message: 'Too large resource version',
          },
        ],
        retryAfterSeconds: 1,
      },
    );
  }
  if (match === 'Exact' && wanted < current) {
    throw expired(`The resourceVersion for the provided list is too old.`);
  }
}
