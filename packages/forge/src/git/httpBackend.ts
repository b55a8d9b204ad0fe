import { spawn } from 'node:child_process';
import { gitEnvironment } from './gitCommand';

/** What `git http-backend` needs to know of a request. */
export interface BackendRequest {
  /** Folder of the bare repository. */
  repository: string;
  /** What follows the repository in the address: `/info/refs`. */
  path: string;
  method: string;
  queryString: string;
  contentType: string;
  /** The Git-Protocol header: which protocol version the client speaks. */
  protocol: string;
  remoteUser: string;
  body: Buffer;
}

/** The answer's head, and the rest of it as it comes. */
export interface BackendResponse {
  onHead(status: number, headers: [string, string][]): void;
  onBody(chunk: Buffer): void;
}

function environmentOf(request: BackendRequest): NodeJS.ProcessEnv {
  return gitEnvironment({
    GIT_PROJECT_ROOT: request.repository,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: request.path,
    REQUEST_METHOD: request.method,
    QUERY_STRING: request.queryString,
    CONTENT_TYPE: request.contentType,
    CONTENT_LENGTH: String(request.body.length),
    REMOTE_USER: request.remoteUser,
    ...(request.protocol ? { GIT_PROTOCOL: request.protocol } : {}),
  });
}

/** Reads a CGI head: a `Status:` line, when there is one, and headers. */
export function parseHead(head: string): {
  status: number;
  headers: [string, string][];
} {
  let status = 200;
  const headers: [string, string][] = [];
  for (const line of head.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const name = line.slice(0, colon).trim();
    const value = line.slice(colon + 1).trim();
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
    else headers.push([name, value]);
  }
  return { status, headers };
}

function headEnd(bytes: Buffer): { at: number; length: number } | undefined {
  const crlf = bytes.indexOf('\r\n\r\n');
  if (crlf >= 0) return { at: crlf, length: 4 };
  const lf = bytes.indexOf('\n\n');
  return lf >= 0 ? { at: lf, length: 2 } : undefined;
}

/**
 * Lets git itself speak its smart HTTP protocol
 * (https://git-scm.com/docs/git-http-backend). Ends when git has.
 */
export async function runHttpBackend(
  request: BackendRequest,
  response: BackendResponse,
): Promise<void> {
  const child = spawn('git', ['http-backend'], {
    env: environmentOf(request),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let waiting: Buffer | undefined = Buffer.alloc(0);
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    if (waiting === undefined) {
      response.onBody(chunk);
      return;
    }
    waiting = Buffer.concat([waiting, chunk]);
    const end = headEnd(waiting);
    if (!end) return;
    const { status, headers } = parseHead(
      waiting.subarray(0, end.at).toString('latin1'),
    );
    const rest = waiting.subarray(end.at + end.length);
    waiting = undefined;
    response.onHead(status, headers);
    if (rest.length > 0) response.onBody(rest);
  });
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdin.on('error', () => {});
  child.stdin.end(request.body);
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve());
  });
  if (waiting !== undefined) {
    const said = Buffer.concat(stderr).toString('utf8').trim();
    throw new Error(`git http-backend gave no answer: ${said}`);
  }
}
