import { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Refusal } from '../problems';

const unzip = promisify(gunzip);

function tooLarge(limit: number): Refusal {
  const megabytes = Math.round(limit / 1024 / 1024);
  return new Refusal(413, `The request is larger than ${megabytes} MB.`);
}

/** Reads a whole body, unpacked, up to a limit in bytes. */
export async function readBody(
  request: IncomingMessage,
  limit: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > limit) throw tooLarge(limit);
    chunks.push(bytes);
  }
  const body = Buffer.concat(chunks);
  if (request.headers['content-encoding'] !== 'gzip') return body;
  try {
    return await unzip(body, { maxOutputLength: limit });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(limit);
    throw new Refusal(400, 'The request body is not valid gzip.');
  }
}
