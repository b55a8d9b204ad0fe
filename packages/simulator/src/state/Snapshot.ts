import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  isJsonObject,
  Json,
  JsonObject,
  listAt,
  parseJson,
  stringAt,
} from '../objects/json';

/** What of a cluster survives a restart. */
export interface ClusterState {
  name: string;
  kubernetesVersion: string;
  tokens: { agent: string; admin: string };
  resourceVersion: number;
  stuck: boolean;
  offline: boolean;
  /** Edits that some tool repeats, as given to `fight`. */
  fights: JsonObject[];
  objects: Json[];
}

/** The folder where clusters are kept, one file each. */
export class StateFolder {
  constructor(readonly folder: string) {}

  /** Replaces a cluster's file in one step, so that a crash leaves the old or the new one. */
  async save(state: ClusterState): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const file = join(this.folder, `${state.name}.json`);
    await writeFile(`${file}.new`, JSON.stringify(state));
    await rename(`${file}.new`, file);
  }

  /** @throws Error that names a file that isn't a cluster's state */
  async load(): Promise<ClusterState[]> {
    await mkdir(this.folder, { recursive: true });
    const names = (await readdir(this.folder))
      .filter(name => name.endsWith('.json'))
      .sort();
    return Promise.all(
      names.map(async name =>
        readState(
          await readFile(join(this.folder, name), 'utf8'),
          join(this.folder, name),
        ),
      ),
    );
  }
}

function readState(text: string, file: string): ClusterState {
  const read = parseJson(text);
  const agent = stringAt(read, 'tokens', 'agent');
  const admin = stringAt(read, 'tokens', 'admin');
  const name = stringAt(read, 'name');
  if (!isJsonObject(read) || !name || !agent || !admin) {
    throw new Error(
      `${file} isn't the state of a simulated cluster; remove it to begin anew`,
    );
  }
  return {
    name,
    kubernetesVersion: stringAt(read, 'kubernetesVersion') ?? '1.35.0',
    tokens: { agent, admin },
    resourceVersion: Number(read.resourceVersion),
    stuck: read.stuck === true,
    offline: read.offline === true,
    fights: listAt(read, 'fights').filter(isJsonObject),
    objects: listAt(read, 'objects'),
  };
}
