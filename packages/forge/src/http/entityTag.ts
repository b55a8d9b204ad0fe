import { createHash } from 'node:crypto';
import { Request, Response } from 'express';

/** `W/"…"` of what is sent; the same content has the same tag. */
export function entityTag(content: string | Buffer): string {
  const digest = createHash('sha256').update(content).digest('hex');
  return `W/"${digest.slice(0, 40)}"`;
}

function isKnown(request: Request, tag: string): boolean {
  const opaque = (text: string) => text.trim().replace(/^W\//, '');
  const known = (request.header('if-none-match') ?? '').split(',');
  return known.some(
    other => other.trim() === '*' || opaque(other) === opaque(tag),
  );
}

/**
 * Tags an answer to a read and says whether the caller has it already: then it
 * is 304 and done. Express's own check doesn't do, as it gives way to
 * `Cache-Control: no-cache`, which Node's fetch adds by itself and GitHub
 * overlooks.
 */
export function answersFromCache(
  request: Request,
  response: Response,
  content: string | Buffer,
): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const tag = entityTag(content);
  response.setHeader('ETag', tag);
  if (!isKnown(request, tag)) return false;
  response.status(304).end();
  return true;
}
