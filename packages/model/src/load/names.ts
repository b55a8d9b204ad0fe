import type { Access } from '../kinds';
import type { Complaints } from '../source/complaints';
import { suggestion } from '../source/suggest';
import type { FleetSources } from './sources';
import { versionKey } from './sources';

type Versioned = 'providers' | 'models' | 'components';
type Plain = 'roles' | 'workspaces' | 'clusters';

const ONE: Record<Versioned | Plain, { word: string; file: string }> = {
  providers: { word: 'provider', file: 'provider.yaml' },
  models: { word: 'model', file: 'model.yaml' },
  components: { word: 'component', file: 'component.yaml' },
  roles: { word: 'role', file: '' },
  workspaces: { word: 'workspace', file: '' },
  clusters: { word: 'cluster', file: '' },
};

/** Looks names up and complains about those that aren't there. */
export class Names {
  private readonly versions = new Map<Versioned, Map<string, string[]>>();

  constructor(readonly fleet: FleetSources) {}

  /** Names of a versioned kind with their versions. */
  of(kind: Versioned): Map<string, string[]> {
    const known = this.versions.get(kind);
    if (known) return known;
    const table = new Map<string, string[]>();
    for (const { metadata, spec } of this.fleet[kind].values()) {
      const versions = table.get(metadata.name) ?? [];
      table.set(metadata.name, [...versions, spec.version]);
    }
    this.versions.set(kind, table);
    return table;
  }

  /** Whether there is a file, be it sound or not. */
  private isThere(path: string): boolean {
    return this.fleet.files.has(path) || this.fleet.unread.has(path);
  }

  versioned(
    to: Complaints,
    kind: Versioned,
    ref: { name: string; version: string },
    pointer: string,
  ): void {
    const { word, file } = ONE[kind];
    // A definition that is there but broken has problems of its own; saying more would be noise.
    if (this.fleet[kind].has(versionKey(ref))) return;
    if (this.isThere(`${kind}/${versionKey(ref)}/${file}`)) return;
    const versions = this.of(kind).get(ref.name);
    if (versions) {
      to.add(
        `${pointer}/version`,
        `${word} ${ref.name} has no version ${ref.version}`,
        {
          remedy: `There is: ${versions.join(', ')}.`,
        },
      );
    } else {
      to.add(`${pointer}/name`, `there is no ${word} ${ref.name}`, {
        remedy: suggestion(ref.name, this.of(kind).keys()),
      });
    }
  }

  plain(to: Complaints, kind: Plain, name: string, pointer: string): void {
    if (this.fleet[kind].has(name)) return;
    const file = kind === 'clusters' ? `${name}/cluster` : name;
    if (this.isThere(`${kind}/${file}.yaml`)) return;
    to.add(pointer, `there is no ${ONE[kind].word} ${name}`, {
      remedy: suggestion(name, this.fleet[kind].keys()),
    });
  }

  /** A name of which any version will do. */
  unversioned(
    to: Complaints,
    kind: Versioned,
    name: string,
    pointer: string,
  ): void {
    if (this.of(kind).has(name)) return;
    const folder = `${kind}/${name}/`;
    const { files, unread } = this.fleet;
    if ([...files.keys(), ...unread].some(path => path.startsWith(folder))) {
      return;
    }
    to.add(pointer, `there is no ${ONE[kind].word} ${name}`, {
      remedy: suggestion(name, this.of(kind).keys()),
    });
  }

  access(to: Complaints, access: Access[] | undefined, pointer: string): void {
    (access ?? []).forEach(({ role }, i) =>
      this.plain(to, 'roles', role, `${pointer}/${i}/role`),
    );
  }
}
