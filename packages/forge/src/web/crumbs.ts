import { ForgeHost } from '../ForgeHost';
import { HostedRepository } from '../repositories/Repositories';
import { Crumb } from './page';

/** The way up from anything inside a repository. */
export function repositoryCrumbs(
  host: ForgeHost,
  repository: HostedRepository,
): Crumb[] {
  return [
    { label: 'Repositories', href: '/' },
    {
      label: `${repository.owner}/${repository.name}`,
      href: host.links.page(repository),
    },
  ];
}
