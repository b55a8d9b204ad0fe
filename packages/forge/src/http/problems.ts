import { NextFunction, Request, Response } from 'express';
import { Refusal } from '../problems';

const DOCUMENTATION = 'https://docs.github.com/rest';

/** The error as the caller may see it: never a stack, never a path. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  // express.json and the router mark what the client did wrong.
  const status =
    error instanceof Error && 'status' in error ? Number(error.status) : 500;
  if (status === 413) return new Refusal(413, 'The request is too large.');
  if (status >= 400 && status < 500) {
    return new Refusal(400, 'Problems parsing JSON');
  }
  return new Refusal(500, 'Server Error');
}

/** Errors of the API, in GitHub's form. */
export function apiProblems(report: (error: unknown) => void) {
  return (
    error: unknown,
    _request: Request,
    response: Response,
    // Express knows error handlers by their four parameters.
    _next: NextFunction,
  ) => {
    const refusal = refusalOf(error);
    if (refusal.status >= 500) report(error);
    response.status(refusal.status).set(refusal.headers);
    response.json({
      message: refusal.message,
      ...(refusal.errors ? { errors: refusal.errors } : {}),
      documentation_url: DOCUMENTATION,
      status: String(refusal.status),
    });
  };
}

/** Errors in words, for git and for browsers. */
export function plainProblems(report: (error: unknown) => void) {
  return (
    error: unknown,
    _request: Request,
    response: Response,
    _next: NextFunction,
  ) => {
    const refusal = refusalOf(error);
    if (refusal.status >= 500) report(error);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.status(refusal.status).set(refusal.headers);
    response.type('text/plain').send(`${refusal.message}\n`);
  };
}
