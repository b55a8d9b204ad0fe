import { ForgeHost } from '../ForgeHost';
import { readCommit } from '../git/commits';
import { changedFiles } from '../git/diff';
import { isObjectId } from '../git/refNames';
import { pathProblem } from '../git/treePaths';
import { entryAt, listTree, readBlob, TreeEntry } from '../git/trees';
import { notFound } from '../problems';
import { HostedRepository } from '../repositories/Repositories';
import { repositoryCrumbs } from './crumbs';
import { filesView } from './diffView';
import { html, Html } from './html';
import { page, time } from './page';
import { entryList } from './repositoryPage';

/** The tree of no files: what a first commit is compared with. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const LARGEST_SHOWN = 512 * 1024;
const MOST_REF_PARTS = 8;

/** A ref and a path in it, taken apart from an address that runs them together. */
export interface SourcePlace {
  ref: string;
  commit: string;
  path: string;
  entry: TreeEntry | undefined;
}

/**
 * Branch names have slashes, so the address alone doesn't say where the ref
 * ends: the shortest start that is a ref and has the path wins.
 */
export async function findSource(
  repository: HostedRepository,
  address: string,
): Promise<SourcePlace> {
  const parts = address.split('/').filter(part => part !== '');
  const most = Math.min(parts.length, MOST_REF_PARTS);
  for (let end = 1; end <= most; end += 1) {
    const ref = parts.slice(0, end).join('/');
    const path = parts.slice(end).join('/');
    const commit = await repository.git.resolveCommit(ref);
    if (!commit) continue;
    if (path === '') return { ref, commit, path, entry: undefined };
    if (pathProblem(path)) continue;
    const entry = await entryAt(repository.git, commit, path);
    if (entry) return { ref, commit, path, entry };
  }
  throw notFound();
}

function sourceView(text: string): Html {
  const lines = text.replace(/\n$/, '').split('\n');
  return html`<table class="source" aria-label="Source">
    <tbody>
      ${lines.map(
        (line, at) =>
          html`<tr id="L${at + 1}">
            <td class="line"><a href="#L${at + 1}">${at + 1}</a></td>
            <td><code>${line}</code></td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

async function fileView(
  repository: HostedRepository,
  entry: TreeEntry,
): Promise<Html> {
  if ((entry.size ?? 0) > LARGEST_SHOWN) {
    return html`<p class="muted">The file is too large to show.</p>`;
  }
  const content = await readBlob(repository.git, entry.sha);
  if (content.includes(0)) {
    return html`<p class="muted">The file isn't text.</p>`;
  }
  return sourceView(content.toString('utf8'));
}

/** A file with numbered lines, or a folder with what is in it. */
export async function sourcePage(
  host: ForgeHost,
  repository: HostedRepository,
  place: SourcePlace,
): Promise<string> {
  const { ref, commit, path, entry } = place;
  const isFile = entry !== undefined && entry.type !== 'tree';
  const shown = isFile
    ? await fileView(repository, entry)
    : entryList(
        host,
        repository,
        ref,
        path,
        await listTree(repository.git, entry?.sha ?? commit),
      );
  const content = html`
    <h1>${path || `${repository.owner}/${repository.name}`}</h1>
    <p>
      At <code>${ref}</code>
      ${isFile &&
      html`· <a href="${host.links.raw(repository, ref, path)}">as text</a>`}
    </p>
    ${shown}
  `;
  const title = `${path || repository.name} at ${ref}`;
  return page(title, repositoryCrumbs(host, repository), content);
}

/** A commit: who, when, why, and what it changed. */
export async function commitPage(
  host: ForgeHost,
  repository: HostedRepository,
  sha: string,
): Promise<string> {
  const known = isObjectId(sha) && (await repository.git.peel(sha, 'commit'));
  const commit = known && (await readCommit(repository.git, known));
  if (!commit) throw notFound();
  const before = commit.parents[0] ?? EMPTY_TREE;
  const files = await changedFiles(repository.git, before, commit.sha);
  const [title = '', ...rest] = commit.message.split('\n');
  const content = html`
    <h1>${title}</h1>
    <p>
      ${commit.author.name}, ${time(commit.author.date)} ·
      <code>${commit.sha}</code>
    </p>
    ${rest.length > 0 && html`<pre>${rest.join('\n').trim()}</pre>`}
    <h2>Files</h2>
    ${filesView(files)}
  `;
  return page(title, repositoryCrumbs(host, repository), content);
}
