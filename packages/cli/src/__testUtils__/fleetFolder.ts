import { execFileSync } from 'node:child_process';
import { promises as fs } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A copy of a fleet that a test may change. */
export class FleetFolder {
  private constructor(readonly root: string) {}

  /** @param keep - whether a file, by its path in the repository, is copied */
  static async copyOf(
    source: string,
    keep: (file: string) => boolean = () => true,
  ): Promise<FleetFolder> {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'flotilla-cli-'));
    await fs.cp(source, folder, {
      recursive: true,
      filter: file => keep(path.relative(source, file)),
    });
    return new FleetFolder(folder);
  }

  read(file: string): Promise<string> {
    return fs.readFile(path.join(this.root, file), 'utf8');
  }

  async write(file: string, text: string): Promise<void> {
    await fs.mkdir(path.dirname(path.join(this.root, file)), {
      recursive: true,
    });
    await fs.writeFile(path.join(this.root, file), text);
  }

  git(...args: string[]): void {
    const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
    execFileSync('git', ['-C', this.root, ...who, ...args]);
  }

  removeFile(file: string): Promise<void> {
    return fs.rm(path.join(this.root, file));
  }

  copy(from: string, to: string): Promise<void> {
    return fs.cp(path.join(this.root, from), path.join(this.root, to), {
      recursive: true,
    });
  }

  async edit(file: string, edit: (text: string) => string): Promise<void> {
    const text = await this.read(file);
    const changed = edit(text);
    if (changed === text)
      throw new Error(`the edit of ${file} changes nothing`);
    await this.write(file, changed);
  }

  async remove(): Promise<void> {
    await fs.rm(this.root, { recursive: true, force: true });
  }
}
