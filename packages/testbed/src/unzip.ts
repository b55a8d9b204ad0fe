import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const DEFLATED = 8;

/**
 * One file out of a zip archive.
 *
 * @throws Error when the archive doesn't hold it, or not deflated
 */
export function unzip(archive: Buffer, name: string): Buffer {
  let at = directoryStart(archive);
  while (archive.readUInt32LE(at) === DIRECTORY_ENTRY) {
    const nameLength = archive.readUInt16LE(at + 28);
    const extraLength =
      archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    if (archive.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      if (archive.readUInt16LE(at + 10) !== DEFLATED)
        throw new Error(`${name} isn't deflated`);
      return content(
        archive,
        archive.readUInt32LE(at + 42),
        archive.readUInt32LE(at + 20),
      );
    }
    at += 46 + nameLength + extraLength;
  }
  throw new Error(`the archive holds no ${name}`);
}

/** The directory stands at the end, before a comment of unknown length. */
function directoryStart(archive: Buffer): number {
  for (let at = archive.length - 22; at >= 0; at -= 1) {
    if (archive.readUInt32LE(at) === END_OF_DIRECTORY)
      return archive.readUInt32LE(at + 16);
  }
  throw new Error('this is no zip archive');
}

function content(archive: Buffer, header: number, size: number): Buffer {
  const start =
    header +
    30 +
    archive.readUInt16LE(header + 26) +
    archive.readUInt16LE(header + 28);
  return inflateRawSync(archive.subarray(start, start + size));
}
