import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { json } from '../json';
import { KeyStore, StoredIdentity, readIdentity } from './KeyStore';

const FILE = 'identity.json';

/**
 * Keeps an agent's identity in a file that only its user may read.
 *
 * @public
 */
export class FileKeyStore implements KeyStore {
  /**
   * @param directory - made when it isn't there
   */
  constructor(private readonly directory: string) {}

  /** @throws Error when there is a file that can't be read */
  async load(): Promise<StoredIdentity | undefined> {
    const path = join(this.directory, FILE);
    const text = await readFile(path, 'utf8').catch(error => {
      if (json.map(error).code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return undefined;
    return readIdentity(text, path);
  }

  /** Written beside and then renamed, so that a crash leaves the old or the new. */
  async save(identity: StoredIdentity): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const path = join(this.directory, FILE);
    const beside = `${path}.new`;
    const file = await open(beside, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(identity));
      await file.sync();
    } finally {
      await file.close();
    }
    await chmod(beside, 0o600);
    await rename(beside, path);
  }
}
