import type { FleetFiles, Problem } from '@flotilla/model';

/**
 * The text files of a fleet repository by their path in it, with what couldn't be taken in as text.
 * It is a {@link @flotilla/model#FleetFiles}, so it can go straight to the model engine.
 *
 * @public
 */
export interface RepositoryFiles extends FleetFiles {
  /** Symlinks, submodules, binary and oversized files: each skipped, none fatal. */
  readonly problems: readonly Problem[];
}

/** Larger files aren't manifests that anyone reviews; skipping them bounds what one bad commit can cost. */
export const MAX_TEXT_BYTES = 5 * 1024 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Collects what a reader finds; readers decide what is there, this decides what of it is text. */
export class RepositoryFilesBuilder {
  private readonly files = new Map<string, string>();
  private readonly problems: Problem[] = [];

  addContent(path: string, content: Uint8Array) {
    if (content.byteLength > MAX_TEXT_BYTES) {
      this.skipOversized(path, content.byteLength);
      return;
    }
    const text = decodeText(content);
    if (text !== undefined) {
      this.files.set(path, text);
    } else if (isYaml(path)) {
      const message = 'is not UTF-8 text';
      this.refuse(path, message, 'Save it as UTF-8.', oddByte(content));
    } else {
      this.skip(
        path,
        'is not a text file',
        'Keep binary files out of the fleet repository.',
      );
    }
  }

  skipOversized(path: string, bytes: number) {
    const size = `${Math.ceil(bytes / 1024 / 1024)} MB`;
    const message = `is too large to read (${size}, at most 5 MB)`;
    if (isYaml(path)) this.refuse(path, message, 'Split the file.');
    else this.skip(path, message, 'Split the file.');
  }

  skip(path: string, message: string, remedy: string) {
    this.problems.push({
      severity: 'warning',
      path,
      line: 1,
      column: 1,
      message,
      remedy,
    });
  }

  refuse(
    path: string,
    message: string,
    remedy: string,
    place: Pick<Problem, 'line' | 'column'> = { line: 1, column: 1 },
  ) {
    this.problems.push({
      severity: 'error',
      path,
      ...place,
      message,
      remedy,
    });
  }

  build(): RepositoryFiles {
    const sorted = [...this.files].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.assign(new Map(sorted), { problems: this.problems });
  }
}

/** What the fleet may be made of: without one of these something is missing, which isn't a warning. */
function isYaml(path: string): boolean {
  return /\.ya?ml$/.test(path);
}

/** Where a file stops being text. */
function oddByte(content: Uint8Array): Pick<Problem, 'line' | 'column'> {
  const text = new TextDecoder().decode(content);
  const before = text.slice(0, text.search(/[\0\ufffd]/)).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** Undefined for what isn't UTF-8 text: then the text couldn't give back the same bytes. */
export function decodeText(content: Uint8Array): string | undefined {
  if (content.includes(0)) {
    return undefined;
  }
  try {
    return utf8.decode(content);
  } catch {
    return undefined;
  }
}
