import { MirrorDamaged } from '../errors';
import { Git } from './Git';

const NEWLINE = 10;

class BatchParser {
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private header: { oid: string; size: number } | undefined;
  private missing: string | undefined;

  constructor(
    private readonly onBlob: (oid: string, content: Buffer) => void,
  ) {}

  push(chunk: Buffer) {
    this.pending.push(chunk);
    this.pendingBytes += chunk.length;
    // Joining only when an object is complete keeps a large object from being copied once a chunk.
    if (this.header && this.pendingBytes < this.header.size + 1) {
      return;
    }
    const bytes = Buffer.concat(this.pending);
    this.keep(bytes.subarray(this.consume(bytes)));
  }

  end() {
    if (this.missing) {
      throw new MirrorDamaged(`The mirror lacks object ${this.missing}`);
    }
    if (this.header || this.pendingBytes > 0) {
      throw new MirrorDamaged('Git stopped in the middle of an object');
    }
  }

  private keep(rest: Buffer) {
    this.pending = rest.length > 0 ? [rest] : [];
    this.pendingBytes = rest.length;
  }

  private consume(bytes: Buffer): number {
    let offset = 0;
    for (;;) {
      if (!this.header) {
        const end = bytes.indexOf(NEWLINE, offset);
        if (end < 0) {
          return offset;
        }
        this.readHeader(bytes.toString('utf8', offset, end));
        offset = end + 1;
        continue;
      }
      const { oid, size } = this.header;
      if (bytes.length < offset + size + 1) {
        return offset;
      }
      this.onBlob(oid, Buffer.from(bytes.subarray(offset, offset + size)));
      this.header = undefined;
      offset += size + 1;
    }
  }

  private readHeader(line: string) {
    const [oid, type, size] = line.split(' ');
    if (type === 'missing') {
      this.missing ??= oid;
    } else {
      this.header = { oid, size: Number(size) };
    }
  }
}

/**
 * Reads many objects with one git process. `onBlob` is called in the order of `oids`, with bytes that it may keep.
 *
 * The format is that of `git cat-file --batch`: `<oid> SP <type> SP <size> LF <contents> LF`, or `<oid> SP missing LF`.
 */
export async function readBlobs(
  git: Git,
  oids: readonly string[],
  onBlob: (oid: string, content: Buffer) => void,
): Promise<void> {
  if (oids.length === 0) {
    return;
  }
  const parser = new BatchParser(onBlob);
  await git.stream(
    { args: ['cat-file', '--batch'], input: `${oids.join('\n')}\n` },
    chunk => parser.push(chunk),
  );
  parser.end();
}
