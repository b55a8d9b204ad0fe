import type { ServerResponse } from 'node:http';
import { JsonObject } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { apiVersionOf } from '../schema/KindRegistry';
import { Kind } from '../schema/kinds';
import { EventType, ObjectStore, StoreEvent } from '../store/ObjectStore';
import { StatusError } from '../store/StatusError';
import { readNumber, selection } from './listing';
import { Form, objectText, partialMetadata } from './representation';
import { Selects } from './selectors';
import { table } from './table';

export interface WatchRequest {
  kind: Kind;
  namespace: string | undefined;
  query: URLSearchParams;
  form: Form;
}

/** One open watch: writes a line of JSON for each change that it selects. */
export class Watch {
  readonly #selects: Selects;
  readonly #bookmarks: boolean;
  #stopListening: () => void = () => {};
  #closed = false;
  #columnsSent = false;

  constructor(
    readonly request: WatchRequest,
    readonly store: ObjectStore,
    readonly response: ServerResponse,
    readonly now: () => Date,
  ) {
    this.#selects = selection(request.kind, request.query);
    this.#bookmarks = isTrue(request.query.get('allowWatchBookmarks'));
  }

  /** Sends what the client hasn't seen, then goes on until it's closed. */
  start(): void {
    const since = readNumber(this.request.query, 'resourceVersion') ?? 0;
    const initial = this.request.query.get('sendInitialEvents');
    this.response.writeHead(200, {
      'content-type': 'application/json',
      'cache-control': 'no-cache, private',
    });
    this.response.flushHeaders();
    try {
      if (isTrue(initial) || (since === 0 && initial === null))
        this.#sendState(isTrue(initial));
      else if (since > 0)
        this.store.eventsSince(since).forEach(event => this.#onEvent(event));
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      this.fail(error);
      return;
    }
    this.#stopListening = this.store.listen(event => this.#onEvent(event));
    this.response.on('close', () => this.close());
  }

  /** Tells the client how far it has come, so that it can resume there. */
  bookmark(): void {
    if (this.#bookmarks && !this.#closed) this.#sendBookmark();
  }

  /** Ends the stream with an error event. */
  fail(error: StatusError): void {
    this.#line('ERROR', JSON.stringify(error.body()));
    this.close();
  }

  /** Ends the stream as a timeout of the server does. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopListening();
    this.response.end();
  }

  /** Breaks the connection without a word. */
  abort(): void {
    this.#closed = true;
    this.#stopListening();
    this.response.destroy();
  }

  get closed(): boolean {
    return this.#closed;
  }

  #sendState(endWithBookmark: boolean): void {
    for (const object of this.store.list(
      this.request.kind,
      this.request.namespace,
    )) {
      if (this.#selects(object)) this.#send('ADDED', object);
    }
    if (endWithBookmark)
      this.#sendBookmark({ 'k8s.io/initial-events-end': 'true' });
  }

  #onEvent(event: StoreEvent): void {
    const { kind, namespace } = this.request;
    if (event.kind.kind !== kind.kind || event.kind.group !== kind.group)
      return;
    if (
      namespace !== undefined &&
      event.object.metadata.namespace !== namespace
    )
      return;
    const type = this.#typeOf(event);
    if (type) this.#send(type, event.object);
  }

  /** An object that moves into or out of the selection comes as ADDED or DELETED. */
  #typeOf(event: StoreEvent): EventType | undefined {
    const before =
      event.previous !== undefined && this.#selects(event.previous);
    const after = event.type !== 'DELETED' && this.#selects(event.object);
    if (before && after) return 'MODIFIED';
    if (after) return 'ADDED';
    return before ? 'DELETED' : undefined;
  }

  #send(type: EventType, object: KubeObject): void {
    this.#line(type, this.#text(object));
  }

  #text(object: KubeObject): string {
    const { form, kind } = this.request;
    if (form === 'metadata') return JSON.stringify(partialMetadata(object));
    if (form === 'object') return objectText(object, kind);
    const metadata: JsonObject = {
      resourceVersion: object.metadata.resourceVersion,
    };
    const text = JSON.stringify(
      table(kind, [object], metadata, this.now(), !this.#columnsSent),
    );
    this.#columnsSent = true;
    return text;
  }

  #sendBookmark(annotations?: JsonObject): void {
    const { kind, form } = this.request;
    const object: JsonObject = {
      kind: form === 'metadata' ? 'PartialObjectMetadata' : kind.kind,
      apiVersion: form === 'metadata' ? 'meta.k8s.io/v1' : apiVersionOf(kind),
      metadata: {
        resourceVersion: String(this.store.resourceVersion),
        creationTimestamp: null,
        ...(annotations ? { annotations } : {}),
      },
    };
    this.#line('BOOKMARK', JSON.stringify(object));
  }

  #line(type: string, object: string): void {
    if (!this.#closed)
      this.response.write(`{"type":"${type}","object":${object}}\n`);
  }
}

export function isTrue(text: string | null): boolean {
  return text === 'true' || text === '1';
}
