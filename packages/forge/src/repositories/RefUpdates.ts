import { NO_OBJECT, Ref } from '../git/BareRepository';
import { branchOf, isObjectId, isRefName } from '../git/refNames';
import { Person } from '../people/People';
import { notFound, unprocessable } from '../problems';
import { HostedRepository, Repositories } from './Repositories';

/** A ref that moved; no `before` when it is new, no `after` when it is gone. */
export interface RefChange {
  ref: string;
  before?: string;
  after?: string;
}

export type RefListener = (
  repository: HostedRepository,
  changes: RefChange[],
  actor: Person,
) => Promise<void>;

function changesBetween(before: Ref[], after: Ref[]): RefChange[] {
  const old = new Map(before.map(({ ref, sha }) => [ref, sha]));
  const changes: RefChange[] = [];
  for (const { ref, sha } of after) {
    const was = old.get(ref);
    if (was !== sha) changes.push({ ref, before: was, after: sha });
    old.delete(ref);
  }
  for (const [ref, sha] of old) changes.push({ ref, before: sha });
  return changes;
}

/**
 * The one place where branches and tags move. Each move takes the
 * repository's turn and names the value that it replaces, so that of two
 * writers the second one sees the first; listeners hear of it before the turn
 * ends.
 */
export class RefUpdates {
  private readonly listeners: RefListener[] = [];

  constructor(private readonly repositories: Repositories) {}

  onChange(listener: RefListener) {
    this.listeners.push(listener);
  }

  async create(
    repository: HostedRepository,
    ref: string,
    sha: string,
    actor: Person,
  ): Promise<Ref> {
    if (!/^refs\/(heads|tags)\/./.test(ref)) {
      throw unprocessable(
        "Reference name must start with 'refs/heads/' or 'refs/tags/'",
      );
    }
    if (!isRefName(ref)) {
      throw unprocessable(`${ref} is not a valid ref name.`);
    }
    return repository.turn.run(async () => {
      const type = await this.checkObject(repository, ref, sha);
      const moved = await repository.git.moveRef(
        ref,
        sha,
        NO_OBJECT,
        `created by ${actor.login}`,
      );
      if (!moved) {
        throw unprocessable(
          (await repository.git.ref(ref))
            ? 'Reference already exists'
            : `Reference ${ref} collides with another one`,
        );
      }
      await this.announce(repository, [{ ref, after: sha }], actor);
      return { ref, sha, type };
    });
  }

  async update(
    repository: HostedRepository,
    ref: string,
    sha: string,
    options: { force: boolean; actor: Person },
  ): Promise<Ref> {
    return repository.turn.run(async () => {
      const current = await repository.git.ref(ref);
      if (!current || !/^refs\/(heads|tags)\//.test(ref)) {
        throw unprocessable('Reference does not exist');
      }
      const type = await this.checkObject(repository, ref, sha);
      const forward = await this.isForward(repository, current, sha, type);
      if (!options.force && !forward) {
        throw unprocessable('Update is not a fast forward');
      }
      const moved = await repository.git.moveRef(
        ref,
        sha,
        current.sha,
        `updated by ${options.actor.login}`,
      );
      // Only a process besides the host can have moved it meanwhile.
      if (!moved) throw unprocessable('Reference cannot be updated');
      const change = { ref, before: current.sha, after: sha };
      await this.announce(repository, [change], options.actor);
      return { ref, sha, type };
    });
  }

  async remove(repository: HostedRepository, ref: string, actor: Person) {
    await repository.turn.run(async () => {
      const current = await repository.git.ref(ref);
      if (!current || !/^refs\/(heads|tags)\//.test(ref)) {
        throw unprocessable('Reference does not exist');
      }
      if (ref === `refs/heads/${repository.defaultBranch}`) {
        throw unprocessable('Cannot delete the default branch');
      }
      if (!(await repository.git.deleteRef(ref, current.sha))) {
        throw unprocessable('Reference cannot be deleted');
      }
      await this.announce(repository, [{ ref, before: current.sha }], actor);
    });
  }

  /** Runs work of git's own (a push) and announces the refs that it moved. */
  async around<T>(
    repository: HostedRepository,
    actor: Person,
    work: () => Promise<T>,
  ): Promise<T> {
    return repository.turn.run(async () => {
      const before = await this.published(repository);
      try {
        return await work();
      } finally {
        const after = await this.published(repository);
        await this.announce(repository, changesBetween(before, after), actor);
      }
    });
  }

  /** For callers that hold the repository's turn and moved refs themselves. */
  async announce(
    repository: HostedRepository,
    changes: RefChange[],
    actor: Person,
  ) {
    if (changes.length === 0) return;
    this.repositories.markPushed(repository);
    for (const listener of this.listeners) {
      await listener(repository, changes, actor);
    }
  }

  private async published(repository: HostedRepository): Promise<Ref[]> {
    const refs = await repository.git.refs();
    return refs.filter(({ ref }) => !ref.startsWith('refs/pull/'));
  }

  /** The type of the object, which a branch needs to be a commit. */
  private async checkObject(
    repository: HostedRepository,
    ref: string,
    sha: string,
  ): Promise<string> {
    if (!isObjectId(sha)) {
      throw unprocessable('The sha parameter must be exactly 40 characters');
    }
    if (!(await repository.git.peel(sha, 'object'))) {
      throw unprocessable('Object does not exist');
    }
    const type = await repository.git.text(['cat-file', '-t', sha]);
    if (branchOf(ref) !== undefined && type !== 'commit') {
      throw unprocessable('Object is not a commit');
    }
    return type;
  }

  private async isForward(
    repository: HostedRepository,
    current: Ref,
    sha: string,
    type: string,
  ): Promise<boolean> {
    if (current.sha === sha) return true;
    if (current.type !== 'commit' || type !== 'commit') return false;
    return repository.git.isAncestor(current.sha, sha);
  }
}

export function requireRepository(
  repositories: Repositories,
  owner: string,
  name: string,
): HostedRepository {
  const repository = repositories.find(owner, name);
  if (!repository) throw notFound();
  return repository;
}
