import { Request, Response, Router } from 'express';
import { ForgeHost } from '../ForgeHost';
import { runHttpBackend } from '../git/httpBackend';
import { callerOf } from '../people/credentials';
import { Person } from '../people/People';
import { Refusal } from '../problems';
import { HostedRepository } from '../repositories/Repositories';
import { handled } from './handled';
import { readBody } from './requestBody';

/** The largest push, in bytes; it is held in memory while git takes it. */
const LARGEST_PUSH = 256 * 1024 * 1024;

const SERVICES = ['git-upload-pack', 'git-receive-pack'];

function serviceOf(request: Request): string {
  const named = request.path.endsWith('/info/refs')
    ? request.query.service
    : request.path.slice(request.path.lastIndexOf('/') + 1);
  const service = SERVICES.find(known => known === named);
  if (!service) {
    throw new Refusal(
      403,
      'Only smart HTTP is spoken here: use a current git.',
    );
  }
  return service;
}

/** Reads need no token; pushes do, and a wrong token is refused for both. */
function authorise(
  host: ForgeHost,
  request: Request,
  service: string,
): Person | undefined {
  const caller = callerOf(host.people, request.header('authorization'));
  if (caller.kind === 'person') return caller.person;
  if (caller.kind === 'anonymous' && service === 'git-upload-pack') {
    return undefined;
  }
  const ask = { 'WWW-Authenticate': 'Basic realm="Local Git host"' };
  throw new Refusal(
    401,
    'Pushing needs the token of a user as the password.',
    undefined,
    ask,
  );
}

async function speakGit(
  repository: HostedRepository,
  request: Request,
  response: Response,
  person: Person | undefined,
  body: Buffer,
) {
  await runHttpBackend(
    {
      repository: repository.git.directory,
      path: request.path.replace(/^\/[^/]+\/[^/]+/, ''),
      method: request.method,
      queryString: new URL(request.originalUrl, 'http://host').search.slice(1),
      contentType: request.header('content-type') ?? '',
      protocol: request.header('git-protocol') ?? '',
      remoteUser: person?.login ?? '',
      body,
    },
    {
      onHead: (status, headers) => {
        response.status(status);
        for (const [name, value] of headers) response.setHeader(name, value);
      },
      onBody: chunk => response.write(chunk),
    },
  );
}

async function serve(host: ForgeHost, request: Request, response: Response) {
  const { owner, repo } = request.params;
  const repository = host.repositories.find(owner, repo);
  if (!repository) throw new Refusal(404, 'There is no such repository.');
  const service = serviceOf(request);
  const person = authorise(host, request, service);
  const body = await readBody(request, LARGEST_PUSH);
  const speak = () => speakGit(repository, request, response, person, body);
  const pushes = request.method === 'POST' && service === 'git-receive-pack';
  await (pushes && person
    ? host.refs.around(repository, person, speak)
    : speak());
  response.end();
}

/** `git clone`, `git fetch` and `git push` over HTTP. */
export function gitRouter(host: ForgeHost): Router {
  const router = Router();
  const handler = handled((request, response) =>
    serve(host, request, response),
  );
  // GitHub takes a clone address with `.git` and without it.
  for (const repository of ['/:owner/:repo.git', '/:owner/:repo']) {
    router.get(`${repository}/info/refs`, handler);
    router.post(`${repository}/git-upload-pack`, handler);
    router.post(`${repository}/git-receive-pack`, handler);
  }
  return router;
}
