import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BareRepository } from '../git/BareRepository';
import { apiTime } from '../git/commits';
import { integer, optionalText, text } from '../store/columns';
import { ForgeDatabase, Row } from '../store/ForgeDatabase';
import { Exclusive } from './Exclusive';

/**
 * What a pull request needs before the host merges it into the default branch.
 *
 * @public
 */
export interface BranchProtection {
  /** Contexts of commit statuses (or names of check runs) that must succeed. */
  requiredStatuses?: string[];
  /** How many people other than the author must have approved. */
  requiredApprovals?: number;
}

/** A repository of the host: where it is, what protects it, its turn-taking. */
export interface HostedRepository {
  id: number;
  owner: string;
  name: string;
  description: string | undefined;
  defaultBranch: string;
  protection: Required<BranchProtection>;
  createdAt: string;
  git: BareRepository;
  /** Everything that moves a ref takes its turn here. */
  turn: Exclusive;
}

export interface NewRepository {
  owner: string;
  name: string;
  description?: string;
  defaultBranch?: string;
  branchProtection?: BranchProtection;
}

const NAME = /^[A-Za-z0-9._-]{1,100}$/;

function checkName(name: string) {
  const reserved = name === '.' || name === '..' || name.endsWith('.git');
  if (!NAME.test(name) || reserved) {
    throw new Error(
      `"${name}" can't name a repository or its owner: use letters, digits, ".", "_" and "-".`,
    );
  }
}

function stringList(json: string): string[] {
  const parsed: unknown = JSON.parse(json);
  return Array.isArray(parsed)
    ? parsed.filter((entry): entry is string => typeof entry === 'string')
    : [];
}

/** The repositories that the host serves. */
export class Repositories {
  private readonly opened = new Map<number, HostedRepository>();

  constructor(
    private readonly database: ForgeDatabase,
    private readonly directory: string,
  ) {}

  list(): HostedRepository[] {
    return this.database
      .all('SELECT * FROM repositories ORDER BY owner, name')
      .map(row => this.open(row));
  }

  find(owner: string, name: string): HostedRepository | undefined {
    const row = this.database.one(
      'SELECT * FROM repositories WHERE owner = ? AND name = ?',
      owner,
      name,
    );
    return row && this.open(row);
  }

  /** Makes an empty repository, or throws when the name is taken. */
  async create(repository: NewRepository): Promise<HostedRepository> {
    const { owner, name, defaultBranch = 'main' } = repository;
    checkName(owner);
    checkName(name);
    if (this.find(owner, name)) {
      throw new Error(`The repository ${owner}/${name} exists already.`);
    }
    await BareRepository.create(this.path(owner, name), defaultBranch);
    const now = apiTime(new Date());
    const { requiredStatuses = [], requiredApprovals = 0 } =
      repository.branchProtection ?? {};
    this.database.insert('repositories', {
      owner,
      name,
      description: repository.description ?? null,
      default_branch: defaultBranch,
      required_statuses: JSON.stringify(requiredStatuses),
      required_approvals: requiredApprovals,
      created_at: now,
      pushed_at: now,
    });
    const created = this.find(owner, name);
    if (!created) throw new Error(`${owner}/${name} could not be created.`);
    return created;
  }

  pushedAt(repository: HostedRepository): string {
    const row = this.database.one(
      'SELECT pushed_at FROM repositories WHERE id = ?',
      repository.id,
    );
    return (row && optionalText(row, 'pushed_at')) ?? repository.createdAt;
  }

  markPushed(repository: HostedRepository) {
    this.database.update('repositories', repository.id, {
      pushed_at: apiTime(new Date()),
    });
  }

  private path(owner: string, name: string): string {
    return join(
      this.directory,
      'repositories',
      owner.toLowerCase(),
      `${name.toLowerCase()}.git`,
    );
  }

  private open(row: Row): HostedRepository {
    const id = integer(row, 'id');
    const known = this.opened.get(id);
    if (known) return known;
    const owner = text(row, 'owner');
    const name = text(row, 'name');
    const directory = this.path(owner, name);
    if (!existsSync(directory)) {
      throw new Error(
        `The repository ${owner}/${name} is listed, but its folder is gone: ${directory}. Start with a fresh state directory.`,
      );
    }
    const repository: HostedRepository = {
      id,
      owner,
      name,
      description: optionalText(row, 'description'),
      defaultBranch: text(row, 'default_branch'),
      protection: {
        requiredStatuses: stringList(text(row, 'required_statuses')),
        requiredApprovals: integer(row, 'required_approvals'),
      },
      createdAt: text(row, 'created_at'),
      git: new BareRepository(directory),
      turn: new Exclusive(),
    };
    this.opened.set(id, repository);
    return repository;
  }
}
