import { Request, Response, Router, urlencoded } from 'express';
import { ForgeHost } from '../ForgeHost';
import { readBlob } from '../git/trees';
import { handled } from '../http/handled';
import { notFound, Refusal } from '../problems';
import { Pull } from '../pulls/PullStore';
import { requireRepository } from '../repositories/RefUpdates';
import { HostedRepository } from '../repositories/Repositories';
import { diffOf } from '../rest/pullRoutes';
import { queryText } from '../rest/input';
import { decide } from './decisions';
import { pullPage, PullPageState } from './pullPage';
import { repositoriesPage, repositoryPage } from './repositoryPage';
import { isSameOrigin } from './sameOrigin';
import { commitPage, findSource, sourcePage } from './sourcePages';
import { STYLES } from './styles';

/** Pages run no script and load nothing from elsewhere. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const DONE: Record<string, string> = {
  approve: 'Approved.',
  merge: 'Merged.',
};

function repositoryOf(host: ForgeHost, request: Request): HostedRepository {
  const { owner, repo } = request.params;
  return requireRepository(host.repositories, owner, repo);
}

function pullOf(
  host: ForgeHost,
  repository: HostedRepository,
  request: Request,
): Pull {
  const number = Number(request.params.number);
  const pull = Number.isSafeInteger(number)
    ? host.pullStore.find(repository.id, number)
    : undefined;
  if (!pull) throw notFound();
  return pull;
}

async function sendPull(host: ForgeHost, request: Request, response: Response) {
  const repository = repositoryOf(host, request);
  const pull = pullOf(host, repository, request);
  const state: PullPageState = {
    actAs: queryText(request.query.as),
    done: DONE[queryText(request.query.done) ?? ''],
  };
  response.send(await pullPage(host, repository, pull, state));
}

async function decidePull(
  host: ForgeHost,
  request: Request,
  response: Response,
) {
  if (!isSameOrigin(request.headers, host.links.base)) {
    throw new Refusal(403, 'Only the page itself can send this form.');
  }
  const repository = repositoryOf(host, request);
  const pull = pullOf(host, repository, request);
  const actAs = queryText(request.body.user);
  const action = queryText(request.body.action) ?? '';
  const sha = queryText(request.body.sha);
  try {
    await decide(host, repository, pull, { action, actAs, sha });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const state = { actAs, problem: error.message };
    const now = pullOf(host, repository, request);
    response.status(error.status);
    response.send(await pullPage(host, repository, now, state));
    return;
  }
  const query = new URLSearchParams({ as: actAs ?? '', done: action });
  const address = `${host.links.page(repository)}/pull/${pull.number}`;
  response.redirect(303, `${new URL(address).pathname}?${query}`);
}

async function sendRaw(host: ForgeHost, request: Request, response: Response) {
  const repository = repositoryOf(host, request);
  const { entry } = await findSource(repository, request.params[0] ?? '');
  if (!entry || entry.type !== 'blob') throw notFound();
  response.type('text/plain; charset=utf-8');
  response.send(await readBlob(repository.git, entry.sha));
}

function addSourceRoutes(router: Router, host: ForgeHost) {
  for (const kind of ['blob', 'tree']) {
    router.get(
      `/:owner/:repo/${kind}/*`,
      handled(async (request, response) => {
        const repository = repositoryOf(host, request);
        const place = await findSource(repository, request.params[0] ?? '');
        response.send(await sourcePage(host, repository, place));
      }),
    );
  }
  router.get('/:owner/:repo/edit/*', (request, response) => {
    const { pathname } = new URL(request.originalUrl, host.links.base);
    response.redirect(302, pathname.replace('/edit/', '/blob/'));
  });
  router.get(
    '/:owner/:repo/raw/*',
    handled((request, response) => sendRaw(host, request, response)),
  );
  router.get(
    '/:owner/:repo/commit/:sha',
    handled(async (request, response) => {
      const repository = repositoryOf(host, request);
      const { sha } = request.params;
      response.send(await commitPage(host, repository, sha));
    }),
  );
}

/** The pages that people see. */
export function webRouter(host: ForgeHost): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.set({
      'Content-Security-Policy': POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
    });
    next();
  });
  router.get('/-/forge.css', (_request, response) => {
    response.type('css').send(STYLES);
  });
  router.get('/', (_request, response) => {
    response.send(repositoriesPage(host));
  });
  router.get(
    '/:owner/:repo/pull/:number(\\d+).diff',
    handled(async (request, response) => {
      const repository = repositoryOf(host, request);
      const pull = pullOf(host, repository, request);
      response.type('text/plain').send(await diffOf(repository, pull));
    }),
  );
  router.get(
    '/:owner/:repo/pull/:number(\\d+)(/files)?',
    handled((request, response) => sendPull(host, request, response)),
  );
  router.post(
    '/:owner/:repo/pull/:number(\\d+)',
    urlencoded({ extended: false, limit: '16kb' }),
    handled((request, response) => decidePull(host, request, response)),
  );
  addSourceRoutes(router, host);
  router.get(
    ['/:owner/:repo', '/:owner/:repo/pulls'],
    handled(async (request, response) => {
      const repository = repositoryOf(host, request);
      response.send(await repositoryPage(host, repository));
    }),
  );
  return router;
}
