import {
  IncomingMessage,
  Server,
  ServerResponse,
  createServer,
} from 'node:http';
import { RequestOptions, request as forward } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { KubeConfig } from '@kubernetes/client-node';

/** What goes wrong between an agent and its API server. */
export interface Fault {
  /** Answers with this instead. */
  status?: number;
  /** How long that asks to wait, in seconds. */
  retryAfter?: number;
  /** Waits before it asks, in milliseconds. */
  delay?: number;
  /** Takes questions and passes on nothing, until it thaws. */
  isFrozen?: boolean;
  /** Resets the connection of a watch in the middle of the next event. */
  cuts?: boolean;
  /** Lets watches begin at a version that no server remembers. */
  isForgetful?: boolean;
  /** The server's clock less the true one, in seconds, as its answers and all times in them tell it. */
  clock?: number;
}

/** A real proxy before a real API server, over which faults come. */
export class FaultProxy {
  fault: Fault = {};
  /** Only these paths are concerned; absent: all. */
  concerns: RegExp | undefined;
  readonly requests: string[] = [];
  readonly #open = new Set<ServerResponse>();
  readonly #deaf = new Set<ServerResponse>();

  private constructor(
    private readonly server: Server,
    private readonly target: KubeConfig,
    private readonly port: number,
  ) {}

  /** @param target - the API server, and who asks it */
  static async start(target: KubeConfig): Promise<FaultProxy> {
    const server = createServer();
    await new Promise<void>(resolve =>
      server.listen(0, '127.0.0.1', () => resolve()),
    );
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const proxy = new FaultProxy(server, target, port);
    server.on('request', (request, response) => {
      proxy.#pass(request, response).catch(() => response.destroy());
    });
    return proxy;
  }

  async stop(): Promise<void> {
    const closed = new Promise(resolve => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  /** The way through the proxy, with the target's own credentials, or others. */
  kubeConfig(token?: string): KubeConfig {
    const config = new KubeConfig();
    const user = this.target.getCurrentUser();
    config.loadFromClusterAndUser(
      {
        name: 'proxied',
        server: `http://127.0.0.1:${this.port}`,
        skipTLSVerify: true,
      },
      { name: 'agent', token: token ?? user?.token },
    );
    return config;
  }

  /** Ends every connection, as a load balancer that restarts. */
  drop(): void {
    for (const response of this.#open) response.destroy();
  }

  /** Passes on nothing more over what is open now, as a router that forgot its connections. */
  deafen(): void {
    for (const response of this.#open) this.#deaf.add(response);
  }

  async #thaw(): Promise<void> {
    while (this.fault.isFrozen) await sleep(20);
  }

  async #pass(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const path = request.url ?? '/';
    this.requests.push(`${request.method} ${path}`);
    this.#open.add(response);
    response.on('close', () => this.#open.delete(response));
    const fault = this.concerns?.test(path) === false ? {} : this.fault;
    if (fault.isFrozen) await this.#thaw();
    if (this.#deaf.has(response)) return;
    if (fault.delay) await sleep(fault.delay);
    if (fault.status) {
      refuse(response, fault.status, fault.retryAfter);
      return;
    }
    const asked = fault.isForgetful
      ? path.replace(/resourceVersion=\d+/, 'resourceVersion=1')
      : path;
    await this.#forward(asked, request, response);
  }

  async #forward(
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const server = this.target.getCurrentCluster()?.server ?? '';
    const options: RequestOptions = { headers: {} };
    await this.target.applyToHTTPSOptions(options);
    const { host, ...headers } = request.headers;
    const onward = forward(
      `${server}${path}`,
      // The caller's own token counts.
      { ...options, agent: undefined, method: request.method, headers },
      answer => {
        const skew = (this.fault.clock ?? 0) * 1000;
        const date = new Date(Date.now() + skew).toUTCString();
        response.writeHead(answer.statusCode ?? 502, {
          ...answer.headers,
          ...(skew ? { date } : {}),
        });
        // Of a watch nothing more may come for long.
        response.flushHeaders();
        this.#stream(answer, path, response).catch(() => response.destroy());
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }

  async #stream(
    answer: IncomingMessage,
    path: string,
    response: ServerResponse,
  ): Promise<void> {
    const { clock } = this.fault;
    for await (const chunk of clock ? byAnotherClock(answer, clock) : answer) {
      await this.#thaw();
      if (this.#deaf.has(response)) return;
      const bytes = Buffer.from(chunk);
      if (this.fault.cuts && path.includes('watch=true')) {
        const half = bytes.subarray(0, bytes.length / 2);
        response.write(half, () => response.destroy());
        return;
      }
      response.write(bytes);
    }
    response.end();
  }
}

/** A time as Kubernetes writes it, however exactly. */
const TIME = /"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)((?:\.\d+)?Z)"/g;

/** What a server would have said whose clock is so many seconds ahead; whole lines, as events of a watch are. */
async function* byAnotherClock(
  answer: IncomingMessage,
  seconds: number,
): AsyncGenerator<string> {
  const shifted = (text: string) =>
    text.replace(TIME, (_, time: string, rest: string) => {
      const at = new Date(Date.parse(`${time}Z`) + seconds * 1000);
      return `"${at.toISOString().slice(0, 19)}${rest}"`;
    });
  let left = '';
  answer.setEncoding('utf8');
  for await (const chunk of answer) {
    left += chunk;
    const end = left.lastIndexOf('\n') + 1;
    if (end > 0) yield shifted(left.slice(0, end));
    left = left.slice(end);
  }
  yield shifted(left);
}

function refuse(response: ServerResponse, code: number, retryAfter?: number) {
  if (retryAfter) response.setHeader('retry-after', retryAfter);
  response.writeHead(code, { 'content-type': 'application/json' });
  const body = { kind: 'Status', code, message: 'a fault' };
  response.end(JSON.stringify(body));
}
