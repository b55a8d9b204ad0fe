import { NextFunction, Request, Response } from 'express';

type AsyncHandler = (request: Request, response: Response) => Promise<void>;

/** Express 4 doesn't wait for promises: this hands their failures on. */
export function handled(handler: AsyncHandler) {
  return (request: Request, response: Response, next: NextFunction) => {
    handler(request, response).catch(next);
  };
}
