import { promises as fs } from 'node:fs';
import path from 'node:path';
import { Git } from './Git';

/** The directory of a bare mirror: made when absent, replaced as a whole when broken. */
export class MirrorDirectory {
  readonly path: string;

  constructor(directory: string) {
    this.path = path.resolve(directory);
  }

  async exists(): Promise<boolean> {
    return isBareRepository(this.path);
  }

  async prepare(): Promise<void> {
    if (!(await this.exists())) {
      await this.replace(async () => undefined);
    }
  }

  /** Fills a new bare repository beside the old one, and puts it in its place only when `fill` has ended well. */
  async replace(fill: (replacement: string) => Promise<void>): Promise<void> {
    await fs.mkdir(path.dirname(this.path), { recursive: true });
    const replacement = await fs.mkdtemp(`${this.path}.new-`);
    try {
      await new Git(replacement).text({
        args: ['init', '--quiet', '--bare', '.'],
      });
      await fill(replacement);
      await fs.rm(this.path, { recursive: true, force: true });
      await fs.rename(replacement, this.path);
    } catch (error) {
      await fs.rm(replacement, { recursive: true, force: true });
      throw error;
    }
  }
}

/** Git itself asks for no more than these to call a directory a repository. */
async function isBareRepository(directory: string): Promise<boolean> {
  const present = await Promise.all(
    ['HEAD', 'objects', 'refs'].map(name =>
      fs.stat(path.join(directory, name)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return present.every(Boolean);
}
