import type { IncomingMessage, ServerResponse } from 'node:http';
import { JsonObject } from '../objects/json';
import { KindRegistry } from '../schema/KindRegistry';
import { Kind } from '../schema/kinds';
import { ObjectStore } from '../store/ObjectStore';
import {
  expired,
  notFound,
  StatusError,
  unknownResource,
} from '../store/StatusError';
import {
  AGGREGATED_TYPE,
  aggregatedDiscovery,
  wantsAggregated,
} from './aggregatedDiscovery';
import { authorise, Identity, resourcePath } from './access';
import { tokenOf } from './credentials';
import {
  coreVersions,
  groupBody,
  groupList,
  resourceList,
  versionBody,
} from './discovery';
import { Listing, readNumber } from './listing';
import { openApiDocument, openApiIndex } from './openApi';
import {
  chooseForm,
  Form,
  objectText,
  partialMetadata,
  scaleOf,
} from './representation';
import { table } from './table';
import { isTrue, Watch } from './Watch';
import type { Timeline } from '../Timeline';

export interface ClusterApiOptions {
  store: ObjectStore;
  kinds: KindRegistry;
  timeline: Timeline;
  now: () => Date;
  version: () => string;
  /** Who a bearer token belongs to. */
  identify: (token: string) => Identity | undefined;
}

/** Seconds between bookmarks, as a real server sends them about once a minute. */
const BOOKMARK_SECONDS = 60;

/** What a real server calls its word of health, and its index of OpenAPI too. */
const PLAIN_TEXT = 'text/plain; charset=utf-8';

/** Seconds before its timeout that a watch gets a last bookmark. */
const FAREWELL_SECONDS = 2;

/** The read half of one cluster's Kubernetes API, over HTTP. */
export class ClusterApi {
  readonly #watches = new Set<Watch>();
  readonly #listing: Listing;
  /** While offline every connection is broken, as if nobody were there. */
  #offline = false;

  constructor(readonly options: ClusterApiOptions) {
    this.#listing = new Listing(options.store, options.now);
    options.timeline.every(BOOKMARK_SECONDS * 1000, () => this.sendBookmarks());
  }

  get offline(): boolean {
    return this.#offline;
  }

  set offline(offline: boolean) {
    this.#offline = offline;
    if (offline) this.disconnect();
  }

  /** Breaks every open watch without a word, as a lost connection does. */
  disconnect(): void {
    for (const watch of this.#watches) watch.abort();
    this.#watches.clear();
  }

  /** Ends every open watch in good order. */
  close(): void {
    for (const watch of this.#watches) watch.close();
    this.#watches.clear();
  }

  sendBookmarks(): void {
    for (const watch of this.#watches) watch.bookmark();
  }

  /** Forgets the past, as etcd's compaction does: old resourceVersions and list tokens get 410. */
  compact(): void {
    this.options.store.compact();
    this.#listing.compact();
    for (const watch of this.#watches) {
      watch.fail(
        expired('The resourceVersion for the provided watch is too old.'),
      );
    }
    this.#watches.clear();
  }

  /** @param path - below the prefix, with a leading slash */
  handle(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    query: URLSearchParams,
  ): void {
    if (this.#offline) {
      request.socket.destroy();
      return;
    }
    try {
      this.#route(request, response, path, query);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      send(response, error.code, JSON.stringify(error.body()));
    }
  }

  #route(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    query: URLSearchParams,
  ): void {
    const identity = this.#authenticate(request);
    const method = request.method ?? 'GET';
    if (
      method === 'GET' &&
      /^\/apis?$/.test(path) &&
      wantsAggregated(request.headers.accept)
    ) {
      const body = aggregatedDiscovery(this.options.kinds, path === '/api');
      send(response, 200, JSON.stringify(body), AGGREGATED_TYPE);
      return;
    }
    const fixed = method === 'GET' ? this.#nonResource(path) : undefined;
    if (fixed === 'ok') {
      response.writeHead(200, { 'content-type': PLAIN_TEXT }).end('ok');
    } else if (fixed) {
      const type = path === '/openapi/v3' ? PLAIN_TEXT : undefined;
      send(response, 200, JSON.stringify(fixed), type);
    } else {
      this.#resource(request, response, identity, path, query);
    }
  }

  #authenticate(request: IncomingMessage): Identity {
    const token = tokenOf(request.headers.authorization ?? '');
    const identity = token ? this.options.identify(token) : undefined;
    if (!identity) throw new StatusError(401, 'Unauthorized', 'Unauthorized');
    return identity;
  }

  #nonResource(path: string): JsonObject | 'ok' | undefined {
    const { kinds, version } = this.options;
    if (/^\/(healthz|livez|readyz)$/.test(path)) return 'ok';
    if (path === '/version') return versionBody(version());
    if (path === '/api') return coreVersions();
    if (path === '/apis') return groupList(kinds);
    if (path === '/openapi/v3') return openApiIndex(kinds);
    const document = /^\/openapi\/v3\/(?:api|apis)\/(.+)$/.exec(path);
    if (document) return openApiDocument(kinds, document[1]);
    const list = /^\/(?:api\/(v1)|apis\/([^/]+\/[^/]+))$/.exec(path);
    if (list) return resourceList(kinds, list[1] ?? list[2]);
    const group = /^\/apis\/([^/]+)$/.exec(path);
    return group ? groupBody(kinds, group[1]) : undefined;
  }

  #resource(
    request: IncomingMessage,
    response: ServerResponse,
    identity: Identity,
    path: string,
    query: URLSearchParams,
  ): void {
    const { kinds } = this.options;
    const route = resourcePath(path);
    if (!route || !resourceList(kinds, route.apiVersion)) {
      response
        .writeHead(404, { 'content-type': PLAIN_TEXT })
        .end('404 page not found\n');
      return;
    }
    const kind = kinds.byPlural(route.apiVersion, route.plural);
    if (!kind) throw unknownResource();
    authorise(
      identity,
      request.method ?? 'GET',
      kind,
      route,
      isTrue(query.get('watch')),
    );
    const form = chooseForm(request.headers.accept);
    if (route.name !== undefined) {
      send(
        response,
        200,
        this.#get(kind, route.namespace, route.name, route.subresource, form),
      );
    } else if (isTrue(query.get('watch'))) {
      this.#watch(response, kind, route.namespace, query, form);
    } else {
      send(
        response,
        200,
        this.#listing.list({ kind, namespace: route.namespace, query, form }),
      );
    }
  }

  #get(
    kind: Kind,
    namespace: string | undefined,
    name: string,
    subresource: string | undefined,
    form: Form,
  ): string {
    const object = this.options.store.get(kind, namespace, name);
    if (!object) throw notFound(kind, name);
    if (subresource === 'scale' && kind.hasScale)
      return JSON.stringify(scaleOf(object));
    if (
      subresource !== undefined &&
      !(subresource === 'status' && kind.hasStatus)
    ) {
      throw unknownResource();
    }
    if (form === 'metadata') return JSON.stringify(partialMetadata(object));
    if (form === 'object') return objectText(object, kind);
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    return JSON.stringify(table(kind, [object], metadata, this.options.now()));
  }

  #watch(
    response: ServerResponse,
    kind: Kind,
    namespace: string | undefined,
    query: URLSearchParams,
    form: Form,
  ): void {
    const { store, timeline, now } = this.options;
    // The real default is drawn between 30 and 60 minutes, so that clients don't come back together.
    const seconds =
      readNumber(query, 'timeoutSeconds') ?? 1800 + Math.random() * 1800;
    const watch = new Watch(
      { kind, namespace, query, form },
      store,
      response,
      now,
    );
    watch.start();
    if (watch.closed) return;
    this.#watches.add(watch);
    const cancels = [
      timeline.after(seconds * 1000, () => watch.close()),
      // Near its end a watch says how far it came; a short one doesn't.
      ...(seconds > FAREWELL_SECONDS
        ? [
            timeline.after((seconds - FAREWELL_SECONDS) * 1000, () =>
              watch.bookmark(),
            ),
          ]
        : []),
    ];
    response.on('close', () => {
      for (const cancel of cancels) cancel();
      this.#watches.delete(watch);
    });
  }
}

export function send(
  response: ServerResponse,
  code: number,
  body: string,
  contentType: string = 'application/json',
): void {
  response
    .writeHead(code, {
      'content-type': contentType,
      'cache-control': 'no-cache, private',
      'content-length': Buffer.byteLength(body),
    })
    .end(body);
}
