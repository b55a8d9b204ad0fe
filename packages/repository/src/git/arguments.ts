import { InputError } from '@backstage/errors';

// Whatever comes in from outside is checked here before it is an argument of git: nothing of it can be an option,
// leave the repository, or mean more than one thing.

const COMMIT = /^([0-9a-f]{40}|[0-9a-f]{64})$/;
const BRANCH =
  /^(?!-)(?!.*(\.\.|\/\/|@\{|\.lock(\/|$)))[A-Za-z0-9._/+@-]+(?<![/.])$/;

export function commitArgument(commit: string): string {
  if (!COMMIT.test(commit)) {
    throw new InputError(`"${commit}" is not a full commit hash`);
  }
  return commit;
}

export function branchArgument(branch: string): string {
  if (!BRANCH.test(branch)) {
    throw new InputError(
      `"${branch}" is not a branch name that Flotilla accepts`,
    );
  }
  return branch;
}

export function pathArgument(path: string): string {
  const segments = path.split('/');
  const leaves = segments.some(
    segment => segment === '' || segment === '.' || segment === '..',
  );
  if (leaves || path.includes('\0') || segments[0] === '.git') {
    throw new InputError(`"${path}" is not a path inside the repository`);
  }
  return path;
}

export function pullRequestArgument(number: number): string {
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new InputError(`${number} is not the number of a pull request`);
  }
  return String(number);
}

/** A remote's address: any that git speaks itself, never one of a helper program, never with a password inside. */
export function remoteArgument(url: string): string {
  if (/^(https?|ssh|file):\/\//.test(url)) {
    const { password, username, protocol } = new URL(url);
    if (password || (username && protocol !== 'ssh:')) {
      throw new InputError(
        'The address of a fleet repository holds credentials. Take them out, and give a token under integrations.',
      );
    }
    return url;
  }
  if (
    url.startsWith('/') ||
    /^[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:[^:]+$/.test(url)
  ) {
    return url;
  }
  throw new InputError(
    `"${url}" is not the address of a Git repository (https, http, ssh or a path)`,
  );
}
