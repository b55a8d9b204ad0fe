import { promises as fs } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const SAMPLE = path.resolve(__dirname, '../../../../examples/fleet');

/** A copy of the sample fleet that a test may change. */
export class FleetFolder {
  private constructor(readonly path: string) {}

  static async create(): Promise<FleetFolder> {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'flotilla-cli-'));
    await fs.cp(SAMPLE, folder, { recursive: true });
    return new FleetFolder(folder);
  }

  read(file: string): Promise<string> {
    return fs.readFile(path.join(this.path, file), 'utf8');
  }

  async write(file: string, text: string): Promise<void> {
    await fs.mkdir(path.dirname(path.join(this.path, file)), {
      recursive: true,
    });
    await fs.writeFile(path.join(this.path, file), text);
  }

  async edit(file: string, edit: (text: string) => string): Promise<void> {
    const text = await this.read(file);
    const changed = edit(text);
    if (changed === text)
      throw new Error(`the edit of ${file} changes nothing`);
    await this.write(file, changed);
  }

  async remove(): Promise<void> {
    await fs.rm(this.path, { recursive: true, force: true });
  }
}
