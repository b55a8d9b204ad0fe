import { isObjectId } from '../git/refNames';
import { entryAt, listTree, readBlob, TreeEntry } from '../git/trees';
import { pathProblem } from '../git/treePaths';
import { readCommit } from '../git/commits';
import { notFound, Refusal, unprocessable } from '../problems';
import { changeOneFile } from '../repositories/ContentChanges';
import { HostedRepository } from '../repositories/Repositories';
import { representContent } from '../represent/contents';
import { representGitCommit } from '../represent/git';
import { Exchange } from './Exchange';
import { Routes } from './Routes';

/** GitHub's JSON holds no file larger than this; the raw form does. */
const LARGEST_INLINE = 1024 * 1024;

interface Place {
  repository: HostedRepository;
  /** As the caller named it, for the addresses in the answer. */
  ref: string;
  commit: string;
  path: string;
}

async function placeOf(exchange: Exchange): Promise<Place> {
  const { repository } = exchange;
  const ref = exchange.query('ref') ?? repository.defaultBranch;
  const commit = await repository.git.resolveCommit(ref);
  if (!commit) {
    throw new Refusal(404, `No commit found for the ref ${ref}`);
  }
  const path = exchange.parameter('0').replace(/^\/+|\/+$/g, '');
  if (path !== '' && pathProblem(path)) throw notFound();
  return { repository, ref, commit, path };
}

function wantsRaw(exchange: Exchange): boolean {
  const accept = exchange.request.header('accept') ?? '';
  return /application\/vnd\.github\.(v3\.)?raw/.test(accept);
}

async function sendFolder(exchange: Exchange, place: Place, treeish: string) {
  const { repository, ref, path } = place;
  const entries = await listTree(repository.git, treeish);
  const inside = (entry: TreeEntry) => ({
    ...entry,
    path: path ? `${path}/${entry.path}` : entry.path,
  });
  exchange.send(
    entries.map(entry =>
      representContent(exchange.host.links, repository, ref, inside(entry)),
    ),
  );
}

async function sendContents(exchange: Exchange) {
  const place = await placeOf(exchange);
  const { repository, ref, commit, path } = place;
  if (path === '') {
    await sendFolder(exchange, place, commit);
    return;
  }
  const entry = await entryAt(repository.git, commit, path);
  if (!entry) throw notFound();
  if (entry.type === 'tree') {
    await sendFolder(exchange, place, entry.sha);
    return;
  }
  const content = await readBlob(repository.git, entry.sha);
  if (wantsRaw(exchange)) {
    exchange.response.type('application/vnd.github.v3.raw; charset=utf-8');
    exchange.sendBytes(content);
    return;
  }
  const inline = content.length <= LARGEST_INLINE;
  exchange.send({
    ...representContent(exchange.host.links, repository, ref, entry),
    content: inline ? content.toString('base64') : '',
    encoding: inline ? 'base64' : 'none',
  });
}

async function changeContents(exchange: Exchange, removes: boolean) {
  const { host, repository, input, actor } = exchange;
  const path = exchange.parameter('0');
  const problem = pathProblem(path);
  if (problem) throw unprocessable(`path is malformed: ${problem}`);
  const replaced = input.optionalString('sha');
  if (replaced !== undefined && !isObjectId(replaced)) {
    throw unprocessable('sha is not an object id');
  }
  const branch = input.optionalString('branch') ?? repository.defaultBranch;
  const { sha, created } = await changeOneFile(host.refs, repository, {
    path,
    branch,
    content: removes ? null : Buffer.from(input.string('content'), 'base64'),
    replaced,
    message: input.string('message'),
    author: actor,
  });
  const commit = await readCommit(repository.git, sha);
  const entry = await entryAt(repository.git, sha, path);
  if (!commit) throw new Error(`The commit ${sha} was not written.`);
  exchange.send(
    {
      content: entry
        ? representContent(host.links, repository, branch, entry)
        : null,
      commit: representGitCommit(host.links, repository, commit),
    },
    created ? 201 : 200,
  );
}

async function redirectToArchive(exchange: Exchange) {
  const { host, repository } = exchange;
  const name = exchange.parameter('0') || repository.defaultBranch;
  const sha = await repository.git.resolveCommit(name);
  if (!sha) throw notFound();
  const page = host.links.page(repository);
  exchange.response.redirect(302, `${page}/legacy.tar.gz/${sha}`);
}

/** Files by path, and the whole tree as an archive. */
export function addContentRoutes(routes: Routes) {
  const contents = '/repos/:owner/:repo/contents';
  routes.get(contents, sendContents);
  routes.get(`${contents}/*`, sendContents);
  routes.put(`${contents}/*`, exchange => changeContents(exchange, false));
  routes.delete(`${contents}/*`, exchange => changeContents(exchange, true));
  routes.get('/repos/:owner/:repo/tarball', redirectToArchive);
  routes.get('/repos/:owner/:repo/tarball/*', redirectToArchive);
}
