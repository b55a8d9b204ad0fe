import { HostedRepository } from '../repositories/Repositories';

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** Addresses of everything the host serves, from its base address. */
export class Links {
  constructor(
    /** `http://127.0.0.1:1234`, without a slash at the end. */
    readonly base: string,
  ) {}

  get api(): string {
    return `${this.base}/api/v3`;
  }

  get graphql(): string {
    return `${this.base}/api/graphql`;
  }

  user(login: string): string {
    return `${this.api}/users/${login}`;
  }

  repository({ owner, name }: HostedRepository): string {
    return `${this.api}/repos/${owner}/${name}`;
  }

  page({ owner, name }: HostedRepository): string {
    return `${this.base}/${owner}/${name}`;
  }

  blobPage(repository: HostedRepository, ref: string, path: string): string {
    return `${this.page(repository)}/blob/${encodePath(ref)}/${encodePath(
      path,
    )}`;
  }

  treePage(repository: HostedRepository, ref: string, path: string): string {
    return `${this.page(repository)}/tree/${encodePath(ref)}/${encodePath(
      path,
    )}`;
  }

  raw(repository: HostedRepository, ref: string, path: string): string {
    return `${this.page(repository)}/raw/${encodePath(ref)}/${encodePath(
      path,
    )}`;
  }

  contents(repository: HostedRepository, path: string, ref: string): string {
    const at = `${this.repository(repository)}/contents/${encodePath(path)}`;
    return `${at}?ref=${encodeURIComponent(ref)}`;
  }
}

/** GitHub's second, opaque name of a thing. */
export function nodeId(kind: string, id: number | string): string {
  return Buffer.from(`${kind}:${id}`).toString('base64url');
}
