import { Request, Response } from 'express';
import { ForgeHost } from '../ForgeHost';
import { answersFromCache } from '../http/entityTag';
import { Caller } from '../people/credentials';
import { Person } from '../people/People';
import { notFound, Refusal } from '../problems';
import { Pull } from '../pulls/PullStore';
import { requireRepository } from '../repositories/RefUpdates';
import { HostedRepository } from '../repositories/Repositories';
import { Input, queryText } from './input';

/** One page of a list, and how many entries there are in all. */
export interface Page<T> {
  entries: T[];
  total: number;
}

/** A request to the API on its way to an answer. */
export class Exchange {
  constructor(
    readonly host: ForgeHost,
    readonly request: Request,
    readonly response: Response,
    private readonly caller: Caller,
  ) {}

  /** Who asks; undefined when nobody said. */
  get person(): Person | undefined {
    return this.caller.kind === 'person' ? this.caller.person : undefined;
  }

  /** Who asks, for what only a known person may do. */
  get actor(): Person {
    if (!this.person) throw new Refusal(401, 'Requires authentication');
    return this.person;
  }

  get input(): Input {
    return Input.of(this.request.body);
  }

  parameter(name: string): string {
    return this.request.params[name] ?? '';
  }

  query(name: string): string | undefined {
    return queryText(this.request.query[name]);
  }

  get repository(): HostedRepository {
    return requireRepository(
      this.host.repositories,
      this.parameter('owner'),
      this.parameter('repo'),
    );
  }

  /** The pull request whose number stands in the address. */
  pull(repository: HostedRepository): Pull {
    const number = Number(this.parameter('number'));
    const pull = Number.isSafeInteger(number)
      ? this.host.pullStore.find(repository.id, number)
      : undefined;
    if (!pull) throw notFound();
    return pull;
  }

  async commit(repository: HostedRepository, name: string): Promise<string> {
    const sha = await repository.git.resolveCommit(name);
    if (!sha) {
      throw new Refusal(422, `No commit found for SHA: ${name}`);
    }
    return sha;
  }

  /** Which part of a list is asked for. */
  get window(): { page: number; perPage: number; skip: number } {
    const number = (name: string, otherwise: number) => {
      const value = Number(this.query(name));
      return Number.isInteger(value) && value > 0 ? value : otherwise;
    };
    const page = number('page', 1);
    const perPage = Math.min(number('per_page', 30), 100);
    return { page, perPage, skip: (page - 1) * perPage };
  }

  slice<T>(entries: T[]): Page<T> {
    const { skip, perPage } = this.window;
    return {
      entries: entries.slice(skip, skip + perPage),
      total: entries.length,
    };
  }

  /** Answers one page, with links to those around it. */
  sendPage<T>({ entries, total }: Page<T>, body: unknown = entries) {
    const { page, perPage } = this.window;
    const last = Math.max(1, Math.ceil(total / perPage));
    const links: string[] = [];
    const link = (to: number, rel: string) => {
      const url = new URL(this.request.originalUrl, this.host.links.base);
      url.searchParams.set('page', String(to));
      links.push(`<${url}>; rel="${rel}"`);
    };
    if (page > 1) link(page - 1, 'prev');
    if (page < last) {
      link(page + 1, 'next');
      link(last, 'last');
    }
    if (page > 1) link(1, 'first');
    if (links.length > 0) this.response.setHeader('Link', links.join(', '));
    this.send(body);
  }

  send(body: unknown, status = 200) {
    const text = JSON.stringify(body);
    if (answersFromCache(this.request, this.response, text)) return;
    this.response.status(status).type('json').send(text);
  }

  /** Bytes as they are; the type is set before. */
  sendBytes(bytes: Buffer) {
    if (answersFromCache(this.request, this.response, bytes)) return;
    this.response.status(200).send(bytes);
  }

  sendNothing(status = 204) {
    this.response.status(status).end();
  }
}
