import { Response, Router } from 'express';
import { ForgeHost } from '../ForgeHost';
import { callerOf } from '../people/credentials';
import { Refusal } from '../problems';
import { Exchange } from './Exchange';

type Handler = (exchange: Exchange) => Promise<void> | void;
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The addresses of the API. Changes need a token, reads don't. */
export class Routes {
  readonly router = Router();

  constructor(private readonly host: ForgeHost) {}

  get(path: string, handler: Handler) {
    this.add('get', path, handler);
  }

  post(path: string, handler: Handler) {
    this.addChange('post', path, handler);
  }

  put(path: string, handler: Handler) {
    this.addChange('put', path, handler);
  }

  patch(path: string, handler: Handler) {
    this.addChange('patch', path, handler);
  }

  delete(path: string, handler: Handler) {
    this.addChange('delete', path, handler);
  }

  private addChange(method: Method, path: string, handler: Handler) {
    this.add(method, path, exchange => {
      // Refuses strangers before anything is looked up for them.
      void exchange.actor;
      return handler(exchange);
    });
  }

  private add(method: Method, path: string, handler: Handler) {
    this.router[method](path, async (request, response: Response, next) => {
      try {
        const caller = callerOf(
          this.host.people,
          request.header('authorization'),
        );
        if (caller.kind === 'refused') {
          throw new Refusal(401, 'Bad credentials');
        }
        if (caller.kind === 'person') {
          response.setHeader('X-OAuth-Scopes', 'repo, read:org');
        }
        await handler(new Exchange(this.host, request, response, caller));
      } catch (error) {
        next(error);
      }
    });
  }
}
