import { formatProblem, loadFleet, renderFleet } from '@flotilla/model';
import { TestRepository } from '@flotilla/testbed';

/** A real git repository of a fleet: what people write, with what rendering makes of it. */
export class RenderedRepository {
  readonly #repository = new TestRepository();
  readonly #files: Map<string, string>;
  #rendered: ReadonlyMap<string, string> = new Map();

  /** @param files - what people wrote */
  constructor(files: ReadonlyMap<string, string>) {
    this.#files = new Map(files);
    this.#commit();
  }

  get folder(): string {
    return this.#repository.folder;
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
    this.#repository.remove();
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
    const gone = [...this.#rendered.keys()].map(path => [path, null] as const);
    const files = Object.fromEntries([...gone, ...rendered.files]);
    this.#rendered = rendered.files;
    this.#repository.commit(files);
  }
}
