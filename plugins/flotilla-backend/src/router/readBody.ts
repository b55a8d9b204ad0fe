import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '@backstage/errors';
import { PayloadTooLarge } from './PayloadTooLarge';

/** A body as it came, and what it was sent as. */
export interface ReadBody {
  /** Expanded. */
  text: string;
  /** base64url(sha256) of the bytes as sent, before they were expanded. */
  hash: string;
}

/**
 * Reads a body, gzipped or not. Its size is checked while it streams in, so that neither a large body nor a small one
 * that expands to a large one is ever held.
 *
 * @param limit - bytes, of the body as sent and as expanded
 * @throws PayloadTooLarge, or InputError when it can't be expanded
 */
export async function readBody(
  body: Readable,
  encoding: string | undefined,
  limit: number,
): Promise<ReadBody> {
  if (
    encoding !== undefined &&
    encoding !== 'gzip' &&
    encoding !== 'identity'
  ) {
    throw new InputError(
      `Content-Encoding ${encoding} is not taken: use gzip or none`,
    );
  }
  const hash = createHash('sha256');
  const sent = bounded(body, limit, chunk => hash.update(chunk));
  const text =
    encoding === 'gzip' ? await expanded(sent, limit) : await textOf(sent);
  return { text, hash: hash.digest('base64url') };
}

async function* bounded(
  source: AsyncIterable<Buffer>,
  limit: number,
  onChunk?: (chunk: Buffer) => void,
): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > limit) {
      throw new PayloadTooLarge(
        `The body is larger than ${Math.round(limit / 1024)} KiB`,
      );
    }
    onChunk?.(chunk);
    yield chunk;
  }
}

async function expanded(
  sent: AsyncGenerator<Buffer>,
  limit: number,
): Promise<string> {
  const gunzip = createGunzip();
  const feeding = feed(sent, gunzip);
  try {
    const [text] = await Promise.all([textOf(bounded(gunzip, limit)), feeding]);
    return text;
  } catch (error) {
    gunzip.destroy();
    // The cause lies in what was sent when that failed, else in its compression.
    await feeding.catch(cause => {
      if (cause instanceof PayloadTooLarge) throw cause;
    });
    throw error instanceof PayloadTooLarge
      ? error
      : new InputError('The body is not valid gzip');
  }
}

async function feed(
  sent: AsyncGenerator<Buffer>,
  gunzip: ReturnType<typeof createGunzip>,
): Promise<void> {
  try {
    for await (const chunk of sent) {
      if (!gunzip.write(chunk)) {
        await drained(gunzip);
      }
    }
    gunzip.end();
  } catch (error) {
    gunzip.destroy(error instanceof Error ? error : undefined);
    throw error;
  }
}

function drained(gunzip: ReturnType<typeof createGunzip>): Promise<void> {
  return new Promise((resolve, reject) => {
    const onClose = () => reject(new InputError('The body is not valid gzip'));
    gunzip.once('close', onClose);
    gunzip.once('drain', () => {
      gunzip.off('close', onClose);
      resolve();
    });
  });
}

async function textOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) {
    all.push(chunk);
  }
  return Buffer.concat(all).toString('utf8');
}
