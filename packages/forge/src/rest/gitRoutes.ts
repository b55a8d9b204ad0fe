import { Ref } from '../git/BareRepository';
import { apiTime, readCommit, writeCommit } from '../git/commits';
import { isObjectId } from '../git/refNames';
import {
  listTree,
  readBlob,
  TreeChange,
  TreeProblem,
  writeBlobs,
  writeTree,
} from '../git/trees';
import { Person } from '../people/People';
import { notFound, Refusal, unprocessable } from '../problems';
import { nodeId } from '../represent/Links';
import {
  representGitCommit,
  representRef,
  representTree,
} from '../represent/git';
import { Exchange } from './Exchange';
import { Input } from './input';
import { Routes } from './Routes';

async function sendRef(exchange: Exchange) {
  const { host, repository } = exchange;
  const ref = await repository.git.ref(`refs/${exchange.parameter('0')}`);
  if (!ref) throw notFound();
  exchange.send(representRef(host.links, repository, ref));
}

async function sendMatchingRefs(exchange: Exchange) {
  const { host, repository } = exchange;
  const start = `refs/${exchange.parameter('0')}`;
  const refs = await repository.git.refs();
  const matching = refs.filter(({ ref }) => ref.startsWith(start));
  const shown = (ref: Ref) => representRef(host.links, repository, ref);
  exchange.sendPage(exchange.slice(matching.map(shown)));
}

async function createRef(exchange: Exchange) {
  const { host, repository, input, actor } = exchange;
  const ref = await host.refs.create(
    repository,
    input.string('ref'),
    input.string('sha'),
    actor,
  );
  exchange.send(representRef(host.links, repository, ref), 201);
}

async function updateRef(exchange: Exchange) {
  const { host, repository, input, actor } = exchange;
  const ref = await host.refs.update(
    repository,
    `refs/${exchange.parameter('0')}`,
    input.string('sha'),
    { force: input.optionalBoolean('force') ?? false, actor },
  );
  exchange.send(representRef(host.links, repository, ref));
}

async function deleteRef(exchange: Exchange) {
  const { host, repository, actor } = exchange;
  const ref = `refs/${exchange.parameter('0')}`;
  await host.refs.remove(repository, ref, actor);
  exchange.sendNothing();
}

async function sendTree(exchange: Exchange) {
  const { host, repository } = exchange;
  const name = exchange.parameter('0');
  const revision = isObjectId(name)
    ? name
    : await repository.git.resolveCommit(name);
  const sha = revision && (await repository.git.peel(revision, 'tree'));
  if (!sha) throw notFound();
  const recursive = exchange.query('recursive') !== undefined;
  const entries = await listTree(repository.git, sha, { recursive });
  exchange.send(representTree(host.links, repository, sha, entries));
}

function treeChange(entry: Input): TreeChange {
  return {
    path: entry.string('path'),
    mode: entry.optionalString('mode'),
    content: entry.optionalString('content'),
    sha: entry.isNull('sha') ? null : entry.optionalString('sha'),
  };
}

async function createTree(exchange: Exchange) {
  const { host, repository, input } = exchange;
  const baseName = input.optionalString('base_tree');
  const base =
    baseName && isObjectId(baseName)
      ? await repository.git.peel(baseName, 'tree')
      : undefined;
  if (baseName && !base)
    throw unprocessable('base_tree is not a valid tree oid');
  const changes = input.objects('tree').map(treeChange);
  const sha = await treeOrRefusal(writeTree(repository.git, base, changes));
  const entries = await listTree(repository.git, sha);
  exchange.send(representTree(host.links, repository, sha, entries), 201);
}

/** What a tree can't hold is the caller's mistake and not the host's. */
export async function treeOrRefusal(writing: Promise<string>): Promise<string> {
  try {
    return await writing;
  } catch (error) {
    if (error instanceof TreeProblem) throw unprocessable(error.message);
    throw error;
  }
}

async function sendBlob(exchange: Exchange) {
  const { host, repository } = exchange;
  const sha = exchange.parameter('sha');
  const found = isObjectId(sha) && (await repository.git.peel(sha, 'blob'));
  if (!found) throw notFound();
  const content = await readBlob(repository.git, sha);
  exchange.send({
    sha,
    node_id: nodeId('Blob', sha),
    size: content.length,
    url: `${host.links.repository(repository)}/git/blobs/${sha}`,
    content: content.toString('base64'),
    encoding: 'base64',
  });
}

async function createBlob(exchange: Exchange) {
  const { host, repository, input } = exchange;
  const encoding = input.oneOf('encoding', ['utf-8', 'base64']) ?? 'utf-8';
  const content = Buffer.from(
    input.string('content'),
    encoding === 'base64' ? 'base64' : 'utf8',
  );
  const [sha = ''] = await writeBlobs(repository.git, [content]);
  const url = `${host.links.repository(repository)}/git/blobs/${sha}`;
  exchange.send({ sha, url }, 201);
}

async function sendGitCommit(exchange: Exchange) {
  const { host, repository } = exchange;
  const sha = exchange.parameter('sha');
  const found = isObjectId(sha) && (await repository.git.peel(sha, 'commit'));
  const commit = found && (await readCommit(repository.git, found));
  if (!commit) throw notFound();
  exchange.send(representGitCommit(host.links, repository, commit));
}

// eslint-disable-next-line no-control-regex
const UNSAFE_IN_SIGNATURE = /[<>\u0000-\u001f]/g;

function signature(input: Input | undefined, person: Person) {
  const clean = (text: string) => text.replace(UNSAFE_IN_SIGNATURE, '').trim();
  const date = input?.optionalString('date');
  if (date !== undefined && Number.isNaN(Date.parse(date))) {
    throw unprocessable(`Invalid date: ${date}`);
  }
  return {
    name: clean(input?.optionalString('name') ?? person.name) || person.login,
    email: clean(input?.optionalString('email') ?? person.email),
    date: apiTime(date === undefined ? new Date() : new Date(date)),
  };
}

async function createGitCommit(exchange: Exchange) {
  const { host, repository, input, actor } = exchange;
  const tree = input.string('tree');
  if (!isObjectId(tree) || !(await repository.git.peel(tree, 'tree'))) {
    throw unprocessable('Tree SHA does not exist');
  }
  const parents = input.strings('parents');
  for (const parent of parents) {
    const known =
      isObjectId(parent) && (await repository.git.peel(parent, 'commit'));
    if (!known) {
      throw new Refusal(
        422,
        'Parent SHA does not exist or is not a commit object',
      );
    }
  }
  const author = signature(input.object('author'), actor);
  const committer = input.object('committer');
  const sha = await writeCommit(repository.git, {
    tree,
    parents,
    message: input.string('message'),
    author,
    committer: committer ? signature(committer, actor) : author,
  });
  const commit = await readCommit(repository.git, sha);
  if (!commit) throw new Error(`The commit ${sha} was not written.`);
  exchange.send(representGitCommit(host.links, repository, commit), 201);
}

/** Git's own objects: refs, trees, blobs and commits. */
export function addGitRoutes(routes: Routes) {
  const git = '/repos/:owner/:repo/git';
  routes.get(`${git}/ref/*`, sendRef);
  routes.get(`${git}/matching-refs/*`, sendMatchingRefs);
  routes.post(`${git}/refs`, createRef);
  routes.get(`${git}/refs/*`, sendRef);
  routes.patch(`${git}/refs/*`, updateRef);
  routes.delete(`${git}/refs/*`, deleteRef);
  routes.post(`${git}/trees`, createTree);
  routes.get(`${git}/trees/*`, sendTree);
  routes.post(`${git}/blobs`, createBlob);
  routes.get(`${git}/blobs/:sha`, sendBlob);
  routes.post(`${git}/commits`, createGitCommit);
  routes.get(`${git}/commits/:sha`, sendGitCommit);
}
