import { ForgeHost } from '../ForgeHost';
import { CommitRecord, listCommits } from '../git/commits';
import { listTree, TreeEntry } from '../git/trees';
import { Pull } from '../pulls/PullStore';
import { HostedRepository } from '../repositories/Repositories';
import { html, Html } from './html';
import { page, time } from './page';
import { stateWord } from './pullState';

const RECENT_COMMITS = 20;
const RECENT_PULLS = 100;

function pullItem(
  host: ForgeHost,
  repository: HostedRepository,
  pull: Pull,
): Html {
  const word = stateWord(pull);
  const href = `${host.links.page(repository)}/pull/${pull.number}`;
  return html`<li>
    <span class="state ${word}">${word}</span>
    <a href="${href}">${pull.title}</a>
    <span class="muted"
      >#${pull.number} by ${pull.author}, ${time(pull.createdAt)}</span
    >
  </li>`;
}

export function entryList(
  host: ForgeHost,
  repository: HostedRepository,
  ref: string,
  folder: string,
  entries: TreeEntry[],
): Html {
  const folders = entries.filter(({ type }) => type === 'tree');
  const files = entries.filter(({ type }) => type !== 'tree');
  return html`<ul class="list">
    ${[...folders, ...files].map(entry => {
      const path = folder ? `${folder}/${entry.path}` : entry.path;
      const isFolder = entry.type === 'tree';
      const href = isFolder
        ? host.links.treePage(repository, ref, path)
        : host.links.blobPage(repository, ref, path);
      return html`<li>
        <a href="${href}">${entry.path}${isFolder && '/'}</a>
      </li>`;
    })}
  </ul>`;
}

function commitItem(
  host: ForgeHost,
  repository: HostedRepository,
  commit: CommitRecord,
): Html {
  const href = `${host.links.page(repository)}/commit/${commit.sha}`;
  const [title] = commit.message.split('\n');
  return html`<li>
    <a href="${href}">${title || commit.sha.slice(0, 7)}</a>
    <span class="muted"
      >${commit.sha.slice(0, 7)} by ${commit.author.name},
      ${time(commit.author.date)}</span
    >
  </li>`;
}

/** A repository at a glance: pull requests, files, history. */
export async function repositoryPage(
  host: ForgeHost,
  repository: HostedRepository,
): Promise<string> {
  const branch = repository.defaultBranch;
  const head = await repository.git.branchHead(branch);
  const [commits, entries] = head
    ? await Promise.all([
        listCommits(repository.git, { range: head, limit: RECENT_COMMITS }),
        listTree(repository.git, head),
      ])
    : [[], []];
  const pulls = host.pullStore
    .list(repository.id, { state: 'all' })
    .sort((a, b) => Number(b.state === 'open') - Number(a.state === 'open'))
    .slice(0, RECENT_PULLS);
  const name = `${repository.owner}/${repository.name}`;
  const content = html`
    <h1>${name}</h1>
    <p>
      ${repository.description} Clone it by
      <code>git clone ${host.links.page(repository)}.git</code>
    </p>
    <h2>Pull requests</h2>
    ${pulls.length === 0
      ? html`<p class="muted">No pull requests yet.</p>`
      : html`<ul class="list">
          ${pulls.map(pull => pullItem(host, repository, pull))}
        </ul>`}
    <h2>Files on ${branch}</h2>
    ${entryList(host, repository, branch, '', entries)}
    <h2>Recent commits</h2>
    <ul class="list">
      ${commits.map(commit => commitItem(host, repository, commit))}
    </ul>
  `;
  return page(name, [{ label: 'Repositories', href: '/' }], content);
}

/** All repositories of the host. */
export function repositoriesPage(host: ForgeHost): string {
  const content = html`
    <h1>Repositories</h1>
    <ul class="list">
      ${host.repositories.list().map(
        repository =>
          html`<li>
            <a href="${host.links.page(repository)}"
              >${repository.owner}/${repository.name}</a
            >
            <span class="muted">${repository.description}</span>
          </li>`,
      )}
    </ul>
  `;
  return page('Repositories', [], content);
}
