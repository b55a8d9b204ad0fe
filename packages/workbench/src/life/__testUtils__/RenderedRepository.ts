import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { formatProblem, loadFleet, renderFleet } from '@flotilla/model';

/** A real git repository of a fleet: what people write, with what rendering makes of it. */
export class RenderedRepository {
  readonly folder = mkdtempSync(join(tmpdir(), 'rendered-repository-'));
  readonly #files: Map<string, string>;
  #rendered: ReadonlyMap<string, string> = new Map();

  /** @param files - what people wrote */
  constructor(files: ReadonlyMap<string, string>) {
    this.#files = new Map(files);
    this.#git('init', '--quiet', '--initial-branch=main');
    this.#commit();
  }

  /**
   * Changes one file, or removes it, and renders all anew.
   *
   * @throws Error with the problems where the fleet has errors
   */
  merge(path: string, text: string | null): void {
    if (text === null) this.#files.delete(path);
    else this.#files.set(path, text);
    this.#commit();
  }

  /** Takes documents in which a text stands out of what is rendered, as a person does who ends a roll. */
  tidy(path: string, text: string): void {
    const kept = (this.#rendered.get(path) ?? '')
      .split(/^(?=---$)/m)
      .filter(document => !document.includes(text));
    this.#rendered = new Map(this.#rendered).set(path, kept.join(''));
    this.#commit();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #commit(): void {
    const { fleet, problems } = loadFleet(this.#files);
    const rendered = fleet && renderFleet(fleet, this.#rendered);
    const errors = [...problems, ...(rendered?.problems ?? [])].filter(
      ({ severity }) => severity === 'error',
    );
    if (!rendered || errors.length > 0) {
      throw new Error(errors.map(formatProblem).join('\n'));
    }
    this.#rendered = rendered.files;
    rmSync(join(this.folder, 'rendered'), { recursive: true, force: true });
    for (const [path, text] of rendered.files) {
      const file = join(this.folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    this.#git('add', '--all');
    const author = [
      '-c',
      'user.name=test',
      '-c',
      'user.email=test@example.com',
    ];
    this.#git(...author, 'commit', '--quiet', '--message', 'change');
  }

  #git(...args: string[]): void {
    execFileSync('git', args, { cwd: this.folder });
  }
}
