import { TreeEntry } from '../git/trees';
import { HostedRepository } from '../repositories/Repositories';
import { Links } from './Links';

function typeOf(entry: TreeEntry): 'dir' | 'file' | 'symlink' | 'submodule' {
  if (entry.type === 'tree') return 'dir';
  if (entry.type === 'commit') return 'submodule';
  return entry.mode === '120000' ? 'symlink' : 'file';
}

/** A file or folder at a path, without what is in it. */
export function representContent(
  links: Links,
  repository: HostedRepository,
  ref: string,
  entry: TreeEntry,
) {
  const type = typeOf(entry);
  const self = links.contents(repository, entry.path, ref);
  const kind = type === 'dir' ? 'trees' : 'blobs';
  const git = `${links.repository(repository)}/git/${kind}/${entry.sha}`;
  const html =
    type === 'dir'
      ? links.treePage(repository, ref, entry.path)
      : links.blobPage(repository, ref, entry.path);
  return {
    type,
    name: entry.path.slice(entry.path.lastIndexOf('/') + 1),
    path: entry.path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url: self,
    html_url: html,
    git_url: git,
    download_url:
      type === 'dir' ? null : links.raw(repository, ref, entry.path),
    _links: { self, git, html },
  };
}
